/** What a mark is for those who cannot see it; 0 is a passage that no footnote cites. */
export function toMarkLabel(marker: number): string {
  return marker > 0 ? `Cited passage ${marker}` : 'Nearest passage'
}
