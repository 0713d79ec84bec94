import * as z from 'zod'
import type { FailureCode } from './schema.ts'

/** Facts that a failure's sentence may name; numbers only, never text of the document. */
export const failureFactsSchema = z.object({
  limit: z.number().optional(),
  requested: z.number().optional(),
  limitKey: z.string().optional(),
  pages: z.number().optional(),
})
export type FailureFacts = Readonly<z.infer<typeof failureFactsSchema>>

interface FailureWords {
  readonly text: (facts: FailureFacts) => string
  readonly remedy: string
  /** Whether the same bytes may do better another time. */
  readonly retryable: boolean
}

const number = (value: number | undefined) => (value ?? 0).toLocaleString('en')

/** Each failure with its sentence and its remedy; a code without them does not compile. */
export const FAILURES: Readonly<Record<FailureCode, FailureWords>> = {
  type_mismatch: {
    text: () => 'The content is not what the name says.',
    remedy: 'Save it again in the format of its ending, then upload it.',
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
    remedy: 'Make room or change the plan, then upload the file again.',
    retryable: false,
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
  internal: {
    text: () => 'Something on our side failed while reading this file. Nothing was counted.',
    remedy: 'Try again.',
    retryable: true,
  },
}
