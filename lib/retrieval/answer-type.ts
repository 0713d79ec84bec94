// In this order: the first that a question asks for counts.
const TYPES = ['year', 'date', 'percentage', 'money', 'number', 'person', 'place', 'reason'] as const
export type AnswerType = (typeof TYPES)[number]

const ASKS: Record<AnswerType, RegExp> = {
  year: /\b(?:what|which)\s+(?:\w+\s+){0,2}year\b/i,
  date: /^\W*(?:(?:in|on|by|since|until|during|from|around)\s+)?(?:when\b|(?:what|which)\s+(?:\w+\s+){0,2}(?:year|date|day|month|decade|century)\b)/i,
  percentage:
    /\b(?:what|which)\s+(?:\w+\s+){0,2}(?:percentages?|per\s?cent|share|proportion|fraction)\b|\bhow\s+many\s+per\s?cent\b/i,
  money:
    /\bhow\s+much\b.*\b(?:costs?|pa(?:y|ys|id)|prices?d?|charged?|earn(?:s|ed)?|worth|spen[dt]|lent|granted|money|budgeted)\b|\b(?:what|which)\s+(?:\w+\s+){0,3}(?:price|costs?|fees?|salary|budget|revenue|profit|surplus|deficit|rent)\b/i,
  number:
    /\bhow\s+(?:many|much|long|old|far|tall|high|large|big|deep|wide|fast|often)\b|\b(?:what|which)\s+(?:\w+\s+){0,2}(?:number|percentage|percent|amount|population|size|length|height|rate|cost|price|total)\b/i,
  person:
    /(?:^\W*|\b(?:by|to|with|for|from)\s+)(?:who|whom|whose)\b|\b(?:what|which)\s+(?:person|man|woman|president|king|queen|author|scientist|leader)\b/i,
  place:
    /\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?(?:country|city|state|place|location|region|continent|town|area|island)\b/i,
  reason: /\bwhy\b|\bwhat\s+(?:\w+\s+)?(?:reason|cause|caused|purpose)\b|\bfor what reason\b/i,
}

const HOLDS: Record<AnswerType, RegExp> = {
  year: /\b(?:1\d{3}|20\d{2})s?\b/,
  percentage: /\d\s?[%‰]|\bper\s?cent\b|\b(?:half|thirds?|quarters?|fifths?|tenths?|majority)\b/i,
  money:
    /[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY)\b|\d[\d.,]*\s(?:(?:hundred|thousand|million|billion)\s)?(?:pounds?|dollars?|euros?|pence|cents?|francs?|yen|marks?|crowns?)\b|\b(?:million|billion)\b/i,
  date: /\b(?:1\d{3}|20\d{2})s?\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bcentur(?:y|ies)\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/,
  number:
    /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|half|third|quarter|dozen|percent)\b/i,
  person: /(?<=[\p{L}\p{N},;:)”"’'-]\s)\p{Lu}[\p{L}'’-]+|\p{Lu}[\p{L}'’.-]+\s\p{Lu}[\p{L}'’-]+/u,
  place:
    /\b(?:in|at|near|from|to|of|on|across|throughout|between|into|through|off)\s+(?:the\s+)?(?:\p{Ll}+\s)?\p{Lu}\p{L}+/u,
  reason:
    /\b(?:because|since|due to|owing to|as a result|therefore|thus|so that|in order to|caused?|causes|reasons?|led to|to avoid|to prevent|for fear)\b/i,
}

/** Digits that count nothing: years, days of a month, marks of references. */
const NO_COUNT =
  /(?<=(?:\b(?:in|of|since|until|by|from|to|during|after|before|January|February|March|April|May|June|July|August|September|October|November|December)\s|\())(?:1\d{3}|20\d{2})\b(?!\s*[%$€£°])|\[\d{1,3}\]|\b\d{1,2}\s(?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)/gu

/** What kind of thing a question asks for, where its words tell. */
export function findAnswerType(question: string): AnswerType | null {
  return TYPES.find((type) => ASKS[type].test(question)) ?? null
}

/** Whether a sentence holds something of that kind at all. */
export function holdsAnswerType(type: AnswerType, sentence: string): boolean {
  return HOLDS[type].test(type === 'number' ? sentence.replace(NO_COUNT, ' ') : sentence)
}
