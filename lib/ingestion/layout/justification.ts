import { estimateWidth } from './font-widths.ts'
import type { Line } from './lines.ts'
import type { Piece } from './piece.ts'

/** Shorter pieces say too little about their font. */
const MIN_CHARACTERS = 10
const MIN_STRETCH = 0.01

/** Of each font, how wide it is set compared with our estimate: the tightest piece is the natural one. */
export type FontScales = Map<string, number>

/** Takes in the lines of a page. */
export function measureFonts(lines: readonly Line[], scales: FontScales): void {
  for (const { pieces } of lines)
    for (const piece of pieces) {
      if (piece.text.length < MIN_CHARACTERS) continue
      const scale = (piece.end - piece.start) / piece.size / estimateWidth(piece.text, piece.family)
      if (scale > 0) scales.set(piece.fontName, Math.min(scale, scales.get(piece.fontName) ?? scale))
    }
}

/** Ems by which the spaces of a piece are stretched, in units of our estimate. */
export function stretchOf(piece: Piece, scales: Readonly<FontScales>): number {
  const scale = scales.get(piece.fontName)
  const spaces = piece.text.split(' ').length - 1
  if (scale === undefined || spaces === 0) return 0
  const excess = (piece.end - piece.start) / piece.size / scale - estimateWidth(piece.text, piece.family)
  const stretch = excess / spaces
  return stretch > MIN_STRETCH ? stretch : 0
}
