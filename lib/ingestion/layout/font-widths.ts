/**
 * Advance widths of U+0020 to U+007E in thousandths of an em, from the Adobe Font Metrics files of the
 * standard 14 fonts (Core14 AFM: Helvetica.afm, Helvetica-Bold.afm, Times-Roman.afm, Times-Bold.afm; `WX` of each character).
 */
const HELVETICA = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
]
const TIMES = [
  250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
  500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
  389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
  500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
  278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
]
const HELVETICA_BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
  556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
  556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
  333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
]
const TIMES_BOLD = [
  250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500,
  500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389,
  500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581,
  500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389,
  333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
]
const MONOSPACE = 600
/** Ideographs, kana and full-width forms fill the em square. */
const FULL_WIDTH = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/
const ZERO_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200f\u2060\ufeff\u00ad]/u
/** Punctuation outside ASCII that is far from an average letter. */
const OTHER: Record<string, number> = {
  '\u00a0': 0.25,
  '\u2010': 0.333,
  '\u2011': 0.333,
  '\u2013': 0.5,
  '\u2014': 1,
  '\u2018': 0.28,
  '\u2019': 0.28,
  '\u201c': 0.45,
  '\u201d': 0.45,
  '\u2022': 0.4,
  '\u2026': 1,
}
/** An em fits into a byte with room for the few glyphs wider than it. */
const BYTES_PER_EM = 160

export type FontFamily = 'sans-serif' | 'serif' | 'monospace' | 'sans-serif-bold' | 'serif-bold'

const ASCII: Record<FontFamily, readonly number[]> = {
  'sans-serif': HELVETICA,
  'sans-serif-bold': HELVETICA_BOLD,
  serif: TIMES,
  'serif-bold': TIMES_BOLD,
  monospace: HELVETICA.map(() => MONOSPACE),
}
/** Advances by family and UTF-16 unit, NaN where nobody has asked yet: every character of a document is looked up. */
const known = new Map<FontFamily, Float32Array>()

function advancesOf(family: FontFamily): Float32Array {
  let advances = known.get(family)
  if (!advances) {
    advances = new Float32Array(0x1_00_00).fill(Number.NaN)
    known.set(family, advances)
  }
  return advances
}

function advanceAt(text: string, index: number, family: FontFamily, advances: Float32Array): number {
  const code = text.charCodeAt(index)
  const advance = advances[code] ?? Number.NaN
  if (!Number.isNaN(advance)) return advance
  const estimate = estimateAdvance(text.charAt(index), family)
  advances[code] = estimate
  return estimate
}

/** Estimated advance of one UTF-16 unit in ems; 0 for combining marks and the second half of a pair. */
function estimateAdvance(unit: string, family: FontFamily): number {
  const code = unit.charCodeAt(0)
  if (code >= 0x20 && code < 0x7f) return (ASCII[family][code - 0x20] ?? 500) / 1000
  if (code >= 0xd800 && code < 0xe000) return code < 0xdc00 ? 1 : 0
  const other = OTHER[unit]
  if (other !== undefined) return other
  if (FULL_WIDTH.test(unit)) return 1
  if (ZERO_WIDTH.test(unit)) return 0
  if (family === 'monospace') return MONOSPACE / 1000
  // Accented Latin letters are as wide as their base.
  const base = code < 0x250 ? unit.normalize('NFD').charCodeAt(0) : 0
  return base >= 0x41 && base < 0x7b ? (ASCII[family][base - 0x20] ?? 500) / 1000 : 0.55
}

/** Estimated width of a text in ems. */
export function estimateWidth(text: string, family: FontFamily): number {
  const advances = advancesOf(family)
  let width = 0
  for (let i = 0; i < text.length; i++) width += advanceAt(text, i, family, advances)
  return width
}

/**
 * Relative advances of a run's characters, as geometry keeps them.
 *
 * @param stretch ems by which each space is wider than the font's: justified lines are set by their spaces.
 */
export function estimateAdvances(text: string, family: FontFamily, stretch = 0): Uint8Array {
  const advances = advancesOf(family)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const ems = advanceAt(text, i, family, advances) + (text.charCodeAt(i) === 0x20 ? stretch : 0)
    bytes[i] = Math.min(255, Math.round(ems * BYTES_PER_EM))
  }
  return bytes
}
