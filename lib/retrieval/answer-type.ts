const TYPES = ['number', 'date', 'person', 'place', 'reason'] as const
export type AnswerType = (typeof TYPES)[number]

const ASKS: Record<AnswerType, RegExp> = {
  date: /^\W*(?:(?:in|on|by|since|until|during|from|around)\s+)?(?:when\b|(?:what|which)\s+(?:\w+\s+){0,2}(?:year|date|day|month|decade|century)\b)/i,
  number:
    /\bhow\s+(?:many|much|long|old|far|tall|high|large|big|deep|wide|fast|often)\b|\b(?:what|which)\s+(?:\w+\s+){0,2}(?:number|percentage|percent|amount|population|size|length|height|rate|cost|price|total)\b/i,
  person:
    /(?:^\W*|\b(?:by|to|with|for|from)\s+)(?:who|whom|whose)\b|\b(?:what|which)\s+(?:person|man|woman|president|king|queen|author|scientist|leader)\b/i,
  place:
    /\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?(?:country|city|state|place|location|region|continent|town|area|island)\b/i,
  reason: /\bwhy\b|\bwhat\s+(?:\w+\s+)?(?:reason|cause|caused|purpose)\b|\bfor what reason\b/i,
}

const HOLDS: Record<AnswerType, RegExp> = {
  date: /\b(?:1\d{3}|20\d{2})s?\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bcentur(?:y|ies)\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/,
  number:
    /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|half|third|quarter|dozen|percent)\b/i,
  person: /(?<=[\p{L}\p{N},;:)”"’'-]\s)\p{Lu}[\p{L}'’-]+|\p{Lu}[\p{L}'’.-]+\s\p{Lu}[\p{L}'’-]+/u,
  place:
    /\b(?:in|at|near|from|to|of|on|across|throughout|between|into|through|off)\s+(?:the\s+)?(?:\p{Ll}+\s)?\p{Lu}\p{L}+/u,
  reason:
    /\b(?:because|since|due to|owing to|as a result|therefore|thus|so that|in order to|caused?|causes|reasons?|led to|to avoid|to prevent|for fear)\b/i,
}

/** What kind of thing a question asks for, where its words tell. */
export function findAnswerType(question: string): AnswerType | null {
  return TYPES.toSorted((a, b) => rank(a) - rank(b)).find((type) => ASKS[type].test(question)) ?? null
}

/** Whether a sentence holds something of that kind at all. */
export function holdsAnswerType(type: AnswerType, sentence: string): boolean {
  return HOLDS[type].test(sentence)
}

/** "In what year did how many…" asks for the year: dates are looked for first. */
function rank(type: AnswerType): number {
  return type === 'date' ? -1 : TYPES.indexOf(type)
}
