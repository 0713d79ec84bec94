import type { FontFamily } from './font-widths.ts'

/** A text item as pdf.js gives it (`getTextContent`), reduced to what layout reads. */
export interface TextItem {
  str: string
  /** "ltr", "rtl" or "ttb". */
  dir: string
  width: number
  height: number
  /** Text matrix on the unrotated page: a, b, c, d, e, f. */
  transform: readonly number[]
  fontName: string
}

export interface TextStyle {
  fontFamily: string
  /** In ems above and below the baseline; descent is negative. */
  ascent: number
  descent: number
  vertical: boolean
}

/**
 * A text item placed in the frame of its own baseline: `start` to `end` along it, `top` to `bottom` across it
 * (growing downwards as the text is read), in points. `dx, dy` is the direction on the displayed page, y downwards.
 */
export interface Piece {
  text: string
  spaceBefore: boolean
  rtl: boolean
  angle: number
  dx: number
  dy: number
  start: number
  end: number
  base: number
  top: number
  bottom: number
  size: number
  fontName: string
  family: FontFamily
}

/** Fonts that state no sensible extent get one like Helvetica's (AFM: ascender .718, descender -.207). */
const FALLBACK = { ascent: 0.75, descent: -0.22 }
const MIN_EXTENT = 0.5
const MAX_EXTENT = 1.7

/**
 * @param viewport the transform of the page's viewport at scale 1: unrotated page to displayed page (pdf.js).
 * @returns null for an item without a size, which nobody can see.
 */
export function placeItem(
  item: TextItem,
  style: TextStyle | undefined,
  viewport: readonly number[],
): Piece | null {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = multiply(viewport, item.transform)
  const size = Math.hypot(c, d)
  const scale = Math.hypot(a, b)
  if (!(size > 0 && scale > 0 && Number.isFinite(e) && Number.isFinite(f))) return null
  const vertical = style?.vertical === true
  // Vertical writing goes down the glyphs; they stand centred on its line.
  const [dx, dy] = vertical ? [-c / size, -d / size] : [a / scale, b / scale]
  const length = Math.abs(vertical ? item.height : item.width)
  const start = e * dx + f * dy
  const base = f * dx - e * dy
  const { ascent, descent } = vertical ? { ascent: 0.5, descent: -0.5 } : extentOf(style)
  return {
    text: item.str,
    spaceBefore: false,
    rtl: item.dir === 'rtl',
    angle: toDegrees(dx, dy),
    dx,
    dy,
    start,
    end: start + length,
    base,
    top: base - ascent * size,
    bottom: base - descent * size,
    size,
    fontName: item.fontName,
    family: familyOf(style),
  }
}

/** Upright box on the displayed page: left, top, right, bottom in points. */
export function boxOf({ dx, dy, start, end, top, bottom }: Piece): [number, number, number, number] {
  const xs = [start * dx - top * dy, start * dx - bottom * dy, end * dx - top * dy, end * dx - bottom * dy]
  const ys = [start * dy + top * dx, start * dy + bottom * dx, end * dy + top * dx, end * dy + bottom * dx]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

function extentOf(style: TextStyle | undefined): { ascent: number; descent: number } {
  if (!style) return FALLBACK
  const extent = style.ascent - style.descent
  return extent >= MIN_EXTENT && extent <= MAX_EXTENT ? style : FALLBACK
}

function familyOf(style: TextStyle | undefined): FontFamily {
  if (style?.fontFamily === 'monospace' || style?.fontFamily === 'serif') return style.fontFamily
  return 'sans-serif'
}

/** Clockwise degrees from 0 (to the right), 0 to 359.9; tenths, and exact quarters where it is within half a degree. */
function toDegrees(dx: number, dy: number): number {
  const degrees = ((Math.atan2(dy, dx) * 180) / Math.PI + 360) % 360
  const quarter = Math.round(degrees / 90) * 90
  return (Math.abs(degrees - quarter) < 0.5 ? quarter : Math.round(degrees * 10) / 10) % 360
}

function multiply(m: readonly number[], n: readonly number[]): number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = n
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}
