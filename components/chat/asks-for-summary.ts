const SUMMARY =
  /^\s*(?:(?:please|can you|could you|i (?:want|need))\s+)*(?:summari[sz]e|sum up|outline|recap|tl;?dr|(?:(?:give|write|make|show)(?:\s+\p{L}+){0,3}\s+|an?\s+)?(?:\p{L}+\s+)?(?:summary|summaries|overview))(?!\p{L})/iu
const ABOUT = /^\s*what (?:is|are) (?:all )?(?:of )?(?:my|the|these|this|our|all)\b.*\babout\W*$/iu

/** Whether a question asks for a summary, which no single sentence of a document can be. */
export function asksForSummary(question: string): boolean {
  return SUMMARY.test(question) || ABOUT.test(question)
}
