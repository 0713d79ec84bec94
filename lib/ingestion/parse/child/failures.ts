import { ParseFailure } from '#lib/ingestion/parse/parsed-page.ts'

/** What the errors of pdf-parse, pdf.js and V8 mean for the person who uploaded the file. */
export function toParseFailure(error: unknown): ParseFailure {
  if (error instanceof ParseFailure) return error
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'PasswordException') return new ParseFailure('encrypted')
  if (/allocation failed|out of memory|invalid (?:array|typed array) length/i.test(message))
    return new ParseFailure('memory')
  if (CORRUPT.has(name) || PDF_STRUCTURE.test(message)) return new ParseFailure('corrupt')
  return new ParseFailure('internal', {}, { cause: error })
}

const CORRUPT = new Set([
  'InvalidPDFException',
  'FormatError',
  'XRefParseException',
  'MissingDataException',
  'UnknownErrorException',
  'ParserEOFException',
])
/** pdf.js hands some errors on as plain ones; this is how their messages begin. */
const PDF_STRUCTURE =
  /^(?:Invalid PDF|Invalid page|Page (?:dictionary|count|index)|Pages? tree|Bad |Illegal |Unexpected |Missing )|page dictionary|xref|Maximum call stack/i
