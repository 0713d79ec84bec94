import { estimateWidth, type FontFamily } from './font-widths.ts'
import type { Line } from './lines.ts'
import type { Piece } from './piece.ts'

/** Shorter pieces say too little about their font. */
const MIN_CHARACTERS = 10
const MIN_STRETCH = 0.01
/** A font that is this near to a table's widths is set by it: Arial and Liberation have those of Helvetica. */
const SAME_WIDTHS = 0.004

const BOLD: Partial<Record<FontFamily, FontFamily>> = {
  'sans-serif': 'sans-serif-bold',
  serif: 'serif-bold',
}

interface FontScale {
  regular: number
  bold: number
}

/** Of each font, how wide it is set compared with our estimates: the tightest piece is the natural one. */
export type FontScales = Map<string, FontScale>

/** Takes in the lines of a page. */
export function measureFonts(lines: readonly Line[], scales: FontScales): void {
  for (const { pieces } of lines)
    for (const piece of pieces) {
      if (piece.text.length < MIN_CHARACTERS) continue
      const bold = BOLD[piece.family]
      const known = scales.get(piece.fontName)
      const regular = scaleOf(piece, piece.family)
      if (!(regular > 0)) continue
      // Once a font has the regular widths, nothing is left to ask.
      const isKnown = known !== undefined && isSame(known.regular)
      scales.set(piece.fontName, {
        regular: Math.min(regular, known?.regular ?? regular),
        bold: bold && !isKnown ? Math.min(scaleOf(piece, bold), known?.bold ?? Infinity) : Infinity,
      })
    }
}

/**
 * The table whose widths a piece has, and the ems by which its spaces are stretched, in units of that estimate. PDF names
 * only a font's family to us; whether it is bold shows in its widths.
 */
export function settingOf(
  piece: Piece,
  scales: Readonly<FontScales>,
): { family: FontFamily; stretch: number } {
  const scale = scales.get(piece.fontName)
  const bold = BOLD[piece.family]
  const isBold = scale !== undefined && bold !== undefined && !isSame(scale.regular) && isSame(scale.bold)
  const family = isBold ? bold : piece.family
  const spaces = piece.text.split(' ').length - 1
  if (scale === undefined || spaces === 0) return { family, stretch: 0 }
  const natural = (piece.end - piece.start) / piece.size / (isBold ? scale.bold : scale.regular)
  const stretch = (natural - estimateWidth(piece.text, family)) / spaces
  return { family, stretch: stretch > MIN_STRETCH ? stretch : 0 }
}

function scaleOf(piece: Piece, family: FontFamily): number {
  return (piece.end - piece.start) / piece.size / estimateWidth(piece.text, family)
}

function isSame(scale: number): boolean {
  return Math.abs(scale - 1) <= SAME_WIDTHS
}
