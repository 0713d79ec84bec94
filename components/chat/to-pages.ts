/** The pages of a footnote: "p. 4", "p. 4 and 9", "p. 13–15" for a run, "p. 2, 5–6 and 9" for a list. */
export function toPages(pages: readonly number[]): string {
  const runs: [number, number][] = []
  for (const page of new Set(pages.toSorted((a, b) => a - b))) {
    const run = runs.at(-1)
    if (run && page === run[1] + 1) run[1] = page
    else runs.push([page, page])
  }
  const places = runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
  const last = places.pop() ?? ''
  return `p. ${places.length > 0 ? `${places.join(', ')} and ${last}` : last}`
}
