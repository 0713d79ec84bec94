/**
 * A piece of a page's canonical text and where it stands: fractions of the page as displayed, origin top left.
 *
 * `x, y, w, h` is the upright box around the run. `angle` is the direction of its baseline in degrees, clockwise
 * (0 to the right, 90 downwards, 270 upwards); `rtl` means that its characters go against that direction.
 * `advances` holds one relative width per UTF-16 unit, any scale, 0 to 255; without it all are taken as equal.
 */
export interface TextRun {
  charStart: number
  charEnd: number
  x: number
  y: number
  w: number
  h: number
  angle: number
  rtl: boolean
  advances?: Uint8Array
}

/** `[x, y, w, h]`, fractions of the page as displayed, origin top left. */
export type Rect = [x: number, y: number, w: number, h: number]
