import { splitSentences, toStem, toWords } from '#lib/retrieval/index.ts'
import { assessSupport, type SupportWeights } from '#lib/retrieval/support.ts'
import type { Words } from './verdict.ts'

/** What lib/retrieval knows about words, weighed by one workspace. */
export function createWords(weights: SupportWeights): Words {
  return {
    splitSentences,
    toStems: (text) => toWords(text).map(toStem),
    findSupport: (claim, { text, documentName, headingPath }) => {
      const title = [documentName, ...headingPath].join('\n')
      const { supported, window } = assessSupport(claim, { title, text }, weights)
      return supported ? window : null
    },
  }
}
