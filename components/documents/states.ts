import { ApiProblem } from '#lib/api-client/index.ts'
import type { Document, FailureCode } from '#lib/documents/schema.ts'
import type { UploadRow } from './upload-list.ts'

const WORKSPACE_ID = '019c0000-0000-7000-8000-0000000000f1'

export function makeDocument(over: Partial<Document> = {}): Document {
  return {
    id: '019c0000-0000-7000-8000-00000000d0c1',
    name: 'bitcoin-paper.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 184_292,
    status: 'ready',
    stage: 'index',
    pageCount: 9,
    pagesDone: 9,
    searchablePages: 9,
    remainingSeconds: null,
    queuePosition: null,
    failure: null,
    report: { textPages: 9, emptyPages: [], garbledPages: [] },
    version: 1,
    versionId: '019c0000-0000-7000-8000-0000000000e1',
    chunkSize: 'standard',
    reindex: null,
    receipt: null,
    createdAt: '2026-11-24T09:00:00.000Z',
    trashedAt: null,
    ...over,
  }
}

const UNREAD = { pagesDone: 0, searchablePages: 0, report: null } as const

function makeFailed(
  code: FailureCode,
  name: string,
  text: string,
  remedy: string,
  retryable = false,
): Document {
  return makeDocument({
    ...UNREAD,
    pageCount: null,
    name,
    status: 'failed',
    failure: { code, text, remedy, retryable },
  })
}

/** A document in each state that its row can have. */
export const DOCUMENTS: readonly Document[] = [
  makeDocument({ ...UNREAD, name: 'next in line.pdf', status: 'queued', stage: 'detect', pageCount: null }),
  makeDocument({
    ...UNREAD,
    name: 'fourth in line.md',
    status: 'queued',
    stage: 'detect',
    pageCount: null,
    queuePosition: 4,
  }),
  makeDocument({ ...UNREAD, name: 'just begun.pdf', status: 'processing', stage: 'detect', pageCount: null }),
  makeDocument({
    name: 'being read.pdf',
    status: 'processing',
    stage: 'parse',
    pageCount: 1_204,
    pagesDone: 417,
    searchablePages: 400,
    remainingSeconds: 95,
    report: null,
  }),
  makeDocument({
    name: 'being indexed.pdf',
    status: 'processing',
    pageCount: 48,
    pagesDone: 48,
    searchablePages: 16,
    report: null,
  }),
  makeDocument(),
  makeDocument({
    name: 'paid for short passages.pdf',
    chunkSize: 'small',
    receipt: { credits: 1, refunded: 0, model: null },
  }),
  makeDocument({
    name: 'in long passages soon.pdf',
    reindex: { chunkSize: 'large', status: 'processing', pagesDone: 4, pageCount: 9, failure: null },
  }),
  makeDocument({
    name: 'not in short passages.pdf',
    reindex: {
      chunkSize: 'small',
      status: 'failed',
      pagesDone: 0,
      pageCount: 9,
      failure: {
        code: 'timeout',
        text: 'Reading took too long and was stopped.',
        remedy: 'Try again; if it fails again, split the file.',
        retryable: true,
      },
    },
  }),
  makeDocument({
    name: 'some pages without words.pdf',
    pageCount: 212,
    report: { textPages: 208, emptyPages: [3, 4, 5], garbledPages: [88] },
  }),
  makeDocument({
    name: 'A name that somebody must have copied out of a table of contents, with every subtitle, signed, final (2).pdf',
  }),
  makeDocument({ name: 'تقرير السنة.pdf', pageCount: 31 }),
  makeFailed(
    'encrypted',
    'locked.pdf',
    'The file is protected by a password.',
    'Save a copy without the password and upload that.',
  ),
  makeFailed(
    'type_mismatch',
    'picture.pdf',
    'This file is named .pdf but holds a picture (PNG).',
    'Open it in the program it comes from, export it as PDF or plain text, and add that.',
  ),
  makeFailed(
    'no_text',
    'scan.pdf',
    'There are no words in this file, only pictures of pages.',
    'Add a copy with text.',
  ),
  makeFailed('timeout', 'huge.pdf', 'Reading took too long and was given up.', 'Try it again.', true),
]

export function makeUpload(id: number, name: string, over: Partial<UploadRow> = {}): UploadRow {
  const file = new File([new Uint8Array(1_000)], name, { type: 'application/pdf' })
  return {
    id,
    workspaceId: WORKSPACE_ID,
    file,
    state: 'sending',
    sentBytes: 0,
    error: null,
    keptId: null,
    ...over,
  }
}

function makeRefused(id: number, name: string, status: number, code: string, detail: string): UploadRow {
  const problem = { type: 'about:blank', title: code, status, detail, code, requestId: 'states' }
  return makeUpload(id, name, { state: 'failed', error: new ApiProblem(problem) })
}

/** Files on their way, and files that were refused. */
export function makeUploads(): readonly UploadRow[] {
  return [
    makeUpload(1, 'waiting.pdf', { state: 'waiting' }),
    makeUpload(2, 'on its way.pdf', { sentBytes: 620 }),
    makeUpload(3, 'all sent.pdf', { state: 'finishing', sentBytes: 1_000 }),
    makeRefused(
      4,
      'photo.heic',
      415,
      'unsupported_media_type',
      'Files ending in .heic are not taken. PDF, Markdown and plain text files are taken.',
    ),
    makeRefused(
      5,
      'too big.pdf',
      413,
      'file_too_large',
      'The file is larger than the 10 MB that your plan takes per document. Split it, then add the parts.',
    ),
    makeRefused(6, 'lost.pdf', 0, 'unreachable', 'The connection was lost. Check it and try again.'),
    makeRefused(
      7,
      'one too many.pdf',
      402,
      'limit_reached',
      'Your plan holds 5 documents and you have 5. Delete some first.',
    ),
  ]
}
