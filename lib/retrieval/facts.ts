// What a text states that one changed character would turn round: its numbers and its denials. The support rule and the
// verdict on a footnote both read them here.

/** A number as it was written, with what it counts. */
export interface NumberFact {
  /** "1000", "-4.5": without separators between thousands. */
  readonly value: string
  /** "%", "$", "km", "million|$" …; "" when none stands beside it. */
  readonly unit: string
  readonly start: number
  /** Exclusive; the unit is not in it. */
  readonly end: number
}

const NUMBER = /\d+(?:[.,'’\u00a0\u202f]\d+)*/gu
const THOUSANDS = /[,'’\u00a0\u202f](?=\d{3}(?:\D|$))/gu
const CURRENCY_BEFORE = /([$€£¥₹]|\b(?:USD|EUR|GBP|CHF|JPY))\s?$/u
const SIGN_BEFORE = /(?:^|[\s([“"])[-−]\s?$/u

/** Written beside a number in letters; compared without case. */
const WORD_UNITS = new Set(
  (
    'percent percentage hundred thousand million millions billion billions trillion bn mn dollar dollars euro euros pound ' +
    'pounds cents inch inches foot feet yard yards mile miles metre metres meter meters kilometre kilometres kilometer ' +
    'kilometers centimetre centimetres centimeter centimeters millimetre millimetres millimeter millimeters gram grams ' +
    'kilogram kilograms ton tons tonne tonnes ounce ounces litre litres liter liters second seconds minute minutes hour ' +
    'hours day days week weeks month months quarter quarters year years decade decades byte bytes bit bits kilobytes ' +
    'megabytes gigabytes terabytes degrees kelvin celsius fahrenheit volt volts watt watts joule joules hertz ' +
    'prozent tausend tag tage woche wochen monat monate jahr jahre stunde stunden sekunde sekunden'
  ).split(' '),
)
/** Abbreviations, compared with case: a mW is not an MW. */
const SYMBOL_UNITS = new Set(
  (
    'mm cm dm m km nm µm μm in ft yd mi mg µg μg g kg t lb lbs oz ml l L ms s sec min h hr hrs d ' +
    'B kB KB MB GB TB PB KiB MiB GiB b kb Kb Mb Gb kbps Mbps Gbps V mV kV A mA W mW kW MW GW Wh kWh MWh GWh Hz kHz MHz GHz ' +
    'Pa hPa kPa MPa bar psi J kJ MJ cal kcal K M k pp bps USD EUR GBP CHF JPY x'
  ).split(' '),
)
const SCALES = new Set([
  'hundred',
  'thousand',
  'million',
  'millions',
  'billion',
  'billions',
  'trillion',
  'bn',
  'mn',
  'M',
  'k',
])

/** The numbers of `text` in order, each with sign, currency and unit. Spelled-out numbers are words, not facts. */
export function readNumbers(text: string): NumberFact[] {
  return [...text.matchAll(NUMBER)].map((match) => {
    const before = text.slice(Math.max(0, match.index - 5), match.index)
    const end = match.index + match[0].length
    const currency = CURRENCY_BEFORE.exec(before)?.[1] ?? ''
    const sign = SIGN_BEFORE.test(before) ? '-' : ''
    const unit = readUnit(text.slice(end, end + 40))
    return {
      value: sign + match[0].replace(THOUSANDS, ''),
      unit: [unit, currency].filter(Boolean).join('|'),
      start: match.index,
      end,
    }
  })
}

function readUnit(after: string): string {
  // Any white space: a line break of the page is a space in the answer.
  const sign = /^\s*(%|‰|°\s?[CF]?|[$€£¥₹])/u.exec(after)
  if (sign?.[1]) return sign[1].replace(/\s/g, '')
  const word = /^(?:\s*|-)([\p{L}µμ]+)/u.exec(after)
  if (!word?.[1]) return ''
  const unit = SYMBOL_UNITS.has(word[1]) ? word[1] : word[1].toLowerCase()
  if (!SYMBOL_UNITS.has(unit) && !WORD_UNITS.has(unit)) return ''
  // "5 million dollars": both words count.
  const next = SCALES.has(unit) ? readUnit(after.slice(word[0].length)) : ''
  return next === '' ? singular(unit) : `${singular(unit)} ${next}`
}

const singular = (unit: string): string =>
  WORD_UNITS.has(unit) && unit.length > 3 ? unit.replace(/s$/, '') : unit

/** Whether every number of `claim` stands among `allowed`, with the same sign, unit and currency. */
export function holdsNumbers(claim: readonly NumberFact[], allowed: readonly NumberFact[]): boolean {
  const known = new Set(allowed.map(toKey))
  return claim.every((fact) => known.has(toKey(fact)))
}

/** The same, but a number without a unit may quote one that has it; never one with another. */
export function quotesNumbers(claim: readonly NumberFact[], allowed: readonly NumberFact[]): boolean {
  return claim.every(({ value, unit }) =>
    allowed.some((other) => other.value === value && (unit === '' || other.unit === unit)),
  )
}

/** Whether both lists hold the same numbers in the same order. */
export function sameNumbers(one: readonly NumberFact[], other: readonly NumberFact[]): boolean {
  return (
    one.length === other.length && one.every((fact, index) => toKey(fact) === toKey(other[index] ?? fact))
  )
}

const toKey = (fact: NumberFact): string => `${fact.value} ${fact.unit}`

const NEGATION =
  /(?<![\p{L}\p{N}])(?:not|no|never|none|neither|nor|without|cannot|nothing|nobody|nowhere|hardly|barely|scarcely|unable|fails?|failed|lacks?|lacked|excluding|except|unless|nicht|kein\p{L}*|nie|niemals|ohne|weder|pas|jamais|sans|aucune?|nunca|sin|\p{L}+n['’]t)(?![\p{L}\p{N}])/giu
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu

/** How many words of denial `text` holds. Only the common ones of a few languages; English was measured. */
export function countNegations(text: string): number {
  return text.match(NEGATION)?.length ?? 0
}

/**
 * What `text` denies: for each negation the two words behind it, in lower case. "valid and not already spent" gives
 * "already" and "spent". A claim that says one of them plainly has lost the denial; one that denies others has added it.
 */
export function readDenials(text: string): string[][] {
  return [...text.matchAll(NEGATION)].map((match) => {
    const clause = text.slice(match.index + match[0].length).split(/[.;:!?,]/, 1)[0] ?? ''
    return (clause.match(WORD) ?? []).slice(0, 2).map((word) => word.toLowerCase())
  })
}
