const MAX_PATH_ENTRY = 120

/** The headings above the place that has been reached, the highest first. */
export class SectionPath {
  #open: { level: number; title: string }[] = []

  /** @param source of the heading, in the text. */
  add(level: number, source: string): void {
    while ((this.#open.at(-1)?.level ?? 0) >= level) this.#open.pop()
    this.#open.push({ level, title: toTitle(source) })
  }

  get titles(): string[] {
    return this.#open.map(({ title }) => title).filter(Boolean)
  }
}

/** The heading without the signs of Markdown. */
function toTitle(source: string): string {
  return source
    .replace(/^\s*#{1,6}\s+|\s+#+\s*$/g, '')
    .replace(/\n\s*(?:=+|-+)\s*$/, '')
    .replace(/[*_`]+(?=\S)|(?<=\S)[*_`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_PATH_ENTRY)
}
