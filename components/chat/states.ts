import type { Citation, NearestPassage, Receipt } from '#lib/chat/schema.ts'
import type { AnswerView } from './answer.tsx'

const DOCUMENT = {
  documentId: '019c0000-0000-7000-8000-00000000d0c1',
  versionId: '019c0000-0000-7000-8000-0000000000e1',
  documentName: 'bitcoin-paper.pdf',
  mediaType: 'application/pdf',
}

export const QUESTION = 'How does the network keep a coin from being spent twice?'

const SENTENCES = [
  'Every transaction is hashed into an ongoing chain of proof-of-work, which fixes the order in which the network saw it.',
  'Nodes accept a block “only if all transactions in it are valid and not already spent”,',
  'To reverse it, an attacker would have to redo the work of that block and of every block after it, faster than all honest nodes together.',
  'In practice merchants wait for six blocks.',
] as const

const TEXT = `${SENTENCES[0]} ${SENTENCES[1]} so the first of two conflicting payments wins.\n\n${SENTENCES[2]} ${SENTENCES[3]}`

export function makeCitation(marker: number, over: Partial<Citation> = {}): Citation {
  return {
    ...DOCUMENT,
    id: `019c0000-0000-7000-8000-00000000c1${String(marker).padStart(2, '0')}`,
    marker,
    page: 3,
    charStart: 0,
    charEnd: 10,
    quote: 'all transactions in it are valid and not already spent.',
    before: 'Nodes accept the block only if ',
    after: '',
    rects: [[0.231, 0.5945, 0.55, 0.015]],
    verdict: 'exact',
    ...over,
  }
}

const CITATIONS = [
  makeCitation(1, {
    page: 1,
    verdict: 'supported',
    before: 'The network timestamps transactions by ',
    quote: 'hashing them into an ongoing chain',
    after: ' of hash-based proof-of-work',
  }),
  makeCitation(2),
  makeCitation(3, {
    verdict: 'supported',
    before: 'To modify a past block, ',
    quote: 'an attacker would have to redo the proof-of-work of the block and all blocks after it',
    after: ' and then catch up with and surpass the work of the honest nodes.',
  }),
]

export const RECEIPT: Receipt = {
  credits: 1,
  creditsRemaining: 38,
  inputTokens: 3_980,
  outputTokens: 232,
  model: 'builtin',
  refunded: 0,
}

function makeSentences() {
  return SENTENCES.map((sentence, index) => {
    const start = TEXT.indexOf(sentence)
    const citation = CITATIONS[index]
    return {
      start,
      end: start + sentence.length,
      verdict: citation?.verdict ?? ('unsupported' as const),
      citationIds: citation ? [citation.id] : [],
    }
  })
}

/** A finished answer with three footnotes and a sentence without one. */
export function makeAnswer(over: Partial<AnswerView> = {}): AnswerView {
  return {
    text: TEXT,
    outcome: 'answered',
    sentences: makeSentences(),
    citations: CITATIONS,
    nearest: [],
    receipt: RECEIPT,
    problem: null,
    ...over,
  }
}

/** A footnote at each of many short sentences: the margin has no room for all quotes. */
export function makeDenseAnswer(): AnswerView {
  const sentences = Array.from(
    { length: 9 },
    (_, index) => `Clause ${index + 1} of the contract ends on the date it names.`,
  )
  const text = sentences.join(' ')
  const citations = sentences.map((_, index) =>
    makeCitation(index + 1, {
      documentName: 'Supplier contract 2024, signed.pdf',
      page: index + 2,
      before: '',
      quote: `Clause ${index + 1} ends on the date stated in Schedule ${index + 1}, without notice`,
      after: ', unless both parties agree in writing.',
    }),
  )
  return makeAnswer({
    text,
    citations,
    sentences: sentences.map((sentence, index) => ({
      start: text.indexOf(sentence),
      end: text.indexOf(sentence) + sentence.length,
      verdict: 'exact',
      citationIds: citations.slice(index, index + 1).map(({ id }) => id),
    })),
  })
}

function makePassage(text: string, page: number): NearestPassage {
  return { ...DOCUMENT, page, charStart: page, charEnd: page + text.length, text, rects: [] }
}

/** Nothing in the documents answers. */
export function makeRefusal(): AnswerView {
  return makeAnswer({
    text: '',
    outcome: 'refused',
    sentences: [],
    citations: [],
    receipt: { ...RECEIPT, credits: 0 },
    nearest: [
      makePassage(
        'The owner of a coin transfers it by digitally signing a hash of the previous transaction.',
        2,
      ),
      makePassage('The incentive may help encourage nodes to stay honest.', 4),
    ],
  })
}

/** The first sentence is complete, the second under way. */
export function makeRunningAnswer(): AnswerView {
  const cut = TEXT.indexOf(SENTENCES[1]) + 42
  return makeAnswer({
    text: TEXT.slice(0, cut),
    outcome: null,
    sentences: makeSentences().slice(0, 1),
    citations: CITATIONS.slice(0, 1),
    receipt: null,
  })
}

export function makeProblem(code: string, status: number, detail: string) {
  return {
    type: 'about:blank',
    title: code,
    status,
    detail,
    code,
    requestId: '019c0000-0000-7000-8000-0000000000aa',
  }
}
