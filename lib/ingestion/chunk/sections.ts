export interface Heading {
  start: number
  end: number
  level: number
}

/** A range of the whole text under one heading, that heading included. */
export interface Section {
  start: number
  end: number
  headingPath: string[]
}

const MAX_PATH_ENTRY = 120

/**
 * Cuts a text at its headings. Headings that follow each other with nothing between them open one section,
 * so that none of them stands alone in a passage.
 *
 * @param headings in order.
 */
export function cutSections(text: string, headings: readonly Heading[]): Section[] {
  const sections: Section[] = []
  const open: { level: number; title: string }[] = []
  let current: Section = { start: 0, end: text.length, headingPath: [] }
  let bodyFrom = 0
  for (const heading of headings) {
    if (text.slice(bodyFrom, heading.start).trim() !== '') {
      sections.push({ ...current, end: heading.start })
      current = { start: heading.start, end: text.length, headingPath: [] }
    }
    while ((open.at(-1)?.level ?? 0) >= heading.level) open.pop()
    open.push({ level: heading.level, title: toTitle(text.slice(heading.start, heading.end)) })
    current.headingPath = open.map(({ title }) => title).filter(Boolean)
    bodyFrom = heading.end
  }
  sections.push(current)
  return sections
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
