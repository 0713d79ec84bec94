import * as z from 'zod'
import { FAILURE_CODES, type FailureCode } from './schema.ts'

/** Facts that a failure's sentence may name; numbers only, never text of the document. */
export const failureFactsSchema = z.object({
  limit: z.number().optional(),
  requested: z.number().optional(),
  limitKey: z.string().optional(),
  pages: z.number().optional(),
  /** The format that the bytes begin as, of those that `FORMATS` names. */
  found: z.string().optional(),
})
export type FailureFacts = Readonly<z.infer<typeof failureFactsSchema>>

/** What the name of the file promises. */
interface NamedAs {
  /** Without the dot. */
  readonly ending: string
}

interface FailureWords {
  readonly text: (facts: FailureFacts & NamedAs) => string
  readonly remedy: string | ((facts: FailureFacts) => string)
  /** Whether the same bytes may do better another time. */
  readonly retryable: boolean
}

/** Formats as people call them, by the names that detection gives. */
const FORMATS: Readonly<Record<string, string>> = {
  pdf: 'a PDF',
  zip: 'a ZIP archive (or an Office document, which is one)',
  ole: 'an old Office document',
  rtf: 'an RTF document',
  postscript: 'PostScript',
  html: 'a web page',
  svg: 'a drawing (SVG)',
  png: 'a picture (PNG)',
  gif: 'a picture (GIF)',
  jpeg: 'a picture (JPEG)',
  tiff: 'a picture (TIFF)',
  gzip: 'a compressed file',
  bzip2: 'a compressed file',
  '7z': 'a compressed file',
  rar: 'a compressed file',
  xz: 'a compressed file',
  exe: 'a program',
  elf: 'a program',
  macho: 'a program',
  sqlite: 'a database',
}

const number = (value: number | undefined) => (value ?? 0).toLocaleString('en')

/** Each failure with its sentence and its remedy; a code without them does not compile. */
export const FAILURES: Readonly<Record<FailureCode, FailureWords>> = {
  type_mismatch: {
    text: ({ ending, found }) => {
      const content = FORMATS[found ?? ''] ?? (ending === 'pdf' ? 'no PDF' : 'no text')
      return `This file is named .${ending} but holds ${content}.`
    },
    remedy: 'Open it in the program it comes from, export it as PDF or plain text, and add that.',
    retryable: false,
  },
  encrypted: {
    text: () => 'The file is protected by a password.',
    remedy: 'Save a copy without the password and upload that.',
    retryable: false,
  },
  corrupt: {
    text: () => 'The file is damaged and cannot be read to its end.',
    remedy: 'Open it on your machine, save it again and upload the new copy.',
    retryable: false,
  },
  empty: {
    text: () => 'The file is empty.',
    remedy: 'Check the file on your machine and upload it again.',
    retryable: false,
  },
  no_text: {
    text: ({ pages }) =>
      pages ? `No readable text: the ${number(pages)} pages are pictures.` : 'No readable text in this file.',
    remedy: 'Upload a version with a text layer, for example one exported from the original program.',
    retryable: false,
  },
  too_many_pages: {
    text: ({ limit }) => `The file has more than ${number(limit)} pages, more than can be read.`,
    remedy: 'Split it and upload the parts.',
    retryable: false,
  },
  limit: {
    text: () => 'The file is too complex to read within the limits.',
    remedy: 'Print it to a new PDF, or split it, and upload that.',
    retryable: true,
  },
  limit_reached: {
    text: ({ limit, requested, limitKey }) =>
      limitKey === 'pagesPerDocument'
        ? `The file has ${number(requested)} pages; your plan holds documents of up to ${number(limit)}.`
        : `The file has ${number(requested)} pages; your plan holds ${number(limit)} in all and not enough are free.`,
    remedy: ({ limitKey }) =>
      limitKey === 'pagesPerDocument'
        ? 'Split it, or see what helps.'
        : 'Delete documents to make room, or split it, then add it again.',
    retryable: false,
  },
  billing_hold: {
    text: () => 'It was not read, because this workspace is on hold. Nothing was counted.',
    remedy: 'The owner can write to us; try again when the hold is lifted.',
    retryable: true,
  },
  payment_required: {
    text: () => 'It was not read, because a payment of this workspace is overdue. Nothing was counted.',
    remedy: 'Try again when the owner has paid.',
    retryable: true,
  },
  quota_exceeded: {
    text: () => 'It was not read, because the credits were used up. Nothing was counted.',
    remedy: 'Try again when there are new credits.',
    retryable: true,
  },
  feature_not_in_plan: {
    text: () => 'It was not read, because the plan does not hold what it needs. Nothing was counted.',
    remedy: 'Try again when the plan holds it.',
    retryable: true,
  },
  timeout: {
    text: () => 'Reading took too long and was stopped.',
    remedy: 'Try again; if it fails again, split the file.',
    retryable: true,
  },
  memory: {
    text: () => 'Reading needed too much memory and was stopped.',
    remedy: 'Print it to a new PDF, or split it, and upload that.',
    retryable: true,
  },
  unsupported: {
    text: () => 'The file uses something that cannot be read.',
    remedy: 'Print it to a new PDF and upload that.',
    retryable: false,
  },
  cancelled: {
    text: () => 'This was stopped before it was done. Nothing was charged.',
    remedy: 'Start it again if you want it.',
    retryable: true,
  },
  internal: {
    text: () => 'Something on our side failed while reading this file. Nothing was counted.',
    remedy: 'Try again.',
    retryable: true,
  },
}

/**
 * Failures that the same bytes meet every time: the bytes are dropped, and only a new upload helps. A protected file keeps
 * its own, since the password may come later.
 */
export const BYTES_DROPPED: readonly FailureCode[] = FAILURE_CODES.filter(
  (code) => !FAILURES[code].retryable && code !== 'encrypted',
)

/** Whether the bytes of a version that failed so were dropped. */
export const areBytesDropped = (code: string | null): boolean => BYTES_DROPPED.some((each) => each === code)

/** What to do about a failure. */
export function toRemedy(code: FailureCode, facts: FailureFacts): string {
  const { remedy } = FAILURES[code]
  return typeof remedy === 'string' ? remedy : remedy(facts)
}
