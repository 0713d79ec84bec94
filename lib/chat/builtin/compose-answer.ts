import { escapeMarkdown } from '#lib/chat/answer/markdown.ts'
import type { ChatRequest } from '#lib/platform/llm/model.ts'
import { toStem, toWords } from '#lib/retrieval/index.ts'
import { type Excerpt, MAX_QUOTE_CHARACTERS, pickExcerpts } from './pick-excerpts.ts'
import { showQuote } from './show-quote.ts'
import { weighQuestion } from './weigh-question.ts'

const MAX_NAME_CHARACTERS = 90
const ENGLISH =
  /\b(?:the|what|which|who|whom|how|is|are|was|were|does|did|do|of|in|when|where|why|can|could|should|has|have)\b/i

/**
 * The answer in words: each excerpt as a quotation with its marker, led in by the name of its document. Empty when no
 * sentence answers: a refusal.
 */
export function composeAnswer(request: ChatRequest): string {
  const query = weighQuestion(request)
  const words = new Set(query.wordWeights.keys())
  const isEnglish = ENGLISH.test(request.question)
  let previous: Excerpt | null = null
  const parts = pickExcerpts(request, query).map((excerpt, index) => {
    const { documentName, marker } = excerpt.passage
    const isSame = documentName === previous?.passage.documentName
    const table = isSameTable(excerpt, previous) ? '' : toTable(excerpt)
    previous = excerpt
    const lead = isEnglish
      ? toLead(excerpt, index, { isSame, table })
      : toNeutralLead(excerpt, { isSame, table })
    const gap = index === 0 ? '' : isSame ? ' ' : '\n\n'
    return `${gap}${lead}“${escapeMarkdown(toQuote(excerpt, words))}” [${marker}]`
  })
  return parts.join('')
}

interface Place {
  /** The excerpt before it stands in the same document. */
  readonly isSame: boolean
  /** The columns of its table as a quotation, "" when there are none to name. */
  readonly table: string
}

function toLead(excerpt: Excerpt, index: number, { isSame, table }: Place): string {
  const heading = excerpt.leansOnHeading ? `, under ${toHeading(excerpt)}` : ''
  const where = table ? `${heading}, in the table ${table}` : heading
  if (isSame) return where ? `It says${where}: ` : 'It also says: '
  return index === 0 || table
    ? `According to ${toName(excerpt)}${where}: `
    : `${toName(excerpt)}${where} says: `
}

/** The lead-in of an answer to a question that is not in English: names only. */
function toNeutralLead(excerpt: Excerpt, { isSame, table }: Place): string {
  const names = [
    ...(isSame ? [] : [toName(excerpt)]),
    ...(excerpt.leansOnHeading ? [toHeading(excerpt)] : []),
    ...(table ? [table] : []),
  ]
  return names.length > 0 ? `${names.join(', ')}: ` : ''
}

function toTable({ passage, header }: Excerpt): string {
  return header ? `“${escapeMarkdown(showQuote(passage, header))}”` : ''
}

function isSameTable(excerpt: Excerpt, previous: Excerpt | null): boolean {
  return excerpt.passage === previous?.passage && excerpt.header?.start === previous.header?.start
}

const toHeading = ({ passage }: Excerpt): string =>
  `*${escapeMarkdown(shorten(passage.headingPath.at(-1) ?? ''))}*`
const toName = ({ passage }: Excerpt): string => `*${escapeMarkdown(shorten(passage.documentName))}*`

function shorten(name: string): string {
  const plain = name.replace(/\s+/g, ' ').trim()
  return plain.length <= MAX_NAME_CHARACTERS ? plain : `${plain.slice(0, MAX_NAME_CHARACTERS).trimEnd()}…`
}

/** The excerpt on one line, cut to length around the words that were asked for; inner quotation marks become single. */
function toQuote(excerpt: Excerpt, words: ReadonlySet<string>): string {
  return cutAround(showQuote(excerpt.passage, excerpt), words)
}

function cutAround(text: string, words: ReadonlySet<string>): string {
  if (text.length <= MAX_QUOTE_CHARACTERS) return text
  const tokens = [...text.matchAll(/\S+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    hits: toWords(match[0]).some((word) => words.has(toStem(word))) ? 1 : 0,
  }))
  let best = { from: 0, to: 0, hits: -1 }
  for (let from = 0, to = 0, hits = 0; to < tokens.length; to++) {
    hits += tokens[to]?.hits ?? 0
    while ((tokens[to]?.end ?? 0) - (tokens[from]?.start ?? 0) > MAX_QUOTE_CHARACTERS)
      hits -= tokens[from++]?.hits ?? 0
    if (hits > best.hits) best = { from, to, hits }
  }
  // The window ends at its last hit: a quarter of what is free goes before the first one, the rest behind the last.
  let { from, to } = best
  while (from < to && !tokens[from]?.hits) from++
  const lengthTo = (last: number) =>
    (tokens[last]?.end ?? Number.POSITIVE_INFINITY) - (tokens[from]?.start ?? 0)
  const lead = (tokens[from]?.start ?? 0) - (MAX_QUOTE_CHARACTERS - lengthTo(to)) / 4
  while (from > 0 && (tokens[from - 1]?.start ?? 0) >= lead) from--
  while (lengthTo(to + 1) <= MAX_QUOTE_CHARACTERS) to++
  // A number keeps what it counts: no cut just behind one.
  const isNumber = (at: number) => /^\P{L}*\d\P{L}*$/u.test(text.slice(tokens[at]?.start, tokens[at]?.end))
  while (from > 0 && from < to && isNumber(from - 1)) from++
  while (to > from && to < tokens.length - 1 && isNumber(to)) to--
  const cut = text.slice(tokens[from]?.start, tokens[to]?.end)
  return `${from > 0 ? '… ' : ''}${cut}${to < tokens.length - 1 ? ' …' : ''}`
}
