import { describe, expect, it } from 'vitest'
import type { DocumentRow } from './repository.ts'
import { estimateRemainingSeconds, serializeDocument } from './serializers.ts'

const start = new Date('2026-01-01T00:00:00.000Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const version = { status: 'processing', startedAt: start, pageCount: 100, pagesDone: 50, searchablePages: 0 }

describe('estimateRemainingSeconds', () => {
  it('goes on at the pace so far', () => {
    expect(estimateRemainingSeconds(version, later(10))).toBe(30)
  })

  it('says nothing before a tenth of the work is done', () => {
    expect(estimateRemainingSeconds({ ...version, pagesDone: 19 }, later(10))).toBeNull()
  })

  it('never says zero', () => {
    const almost = { ...version, pagesDone: 100, searchablePages: 99 }
    expect(estimateRemainingSeconds(almost, later(1))).toBe(1)
  })

  it.each(['queued', 'ready', 'failed'])('says nothing for a version that is %s', (status) => {
    expect(estimateRemainingSeconds({ ...version, status }, later(10))).toBeNull()
  })
})

describe('serializeDocument', () => {
  const stored = {
    workspaceId: 'w',
    id: 'v',
    sha256: '',
    mediaType: 'application/pdf',
    sizeBytes: 10n,
    pipelineVersion: 1,
    settingsHash: '',
    chunkSize: 'standard',
    reservationId: null,
    status: 'failed',
    stage: 'parse',
    pageCount: null,
    pagesDone: 0,
    searchablePages: 0,
    chunksEmbedded: 0,
    stockPages: 0,
    failureCode: 'too_many_pages',
    failureDetail: { limit: 5000, pages: 6000 },
    report: null,
    attempts: 1,
    createdAt: start,
    startedAt: start,
    finishedAt: start,
  } satisfies DocumentRow['version']
  const serialize = (changes: Partial<DocumentRow['version']> = {}) =>
    serializeDocument({
      row: {
        workspaceId: 'w',
        id: 'd',
        name: 'a.pdf',
        versionId: 'v',
        pendingVersionId: null,
        createdBy: null,
        createdAt: start,
        updatedAt: start,
        trashedAt: null,
        version: { ...stored, ...changes },
      },
      revision: 1,
      queuePosition: null,
      pending: null,
      receipt: null,
      now: start,
    })

  it('names the stored facts of a failure', () => {
    expect(serialize().failure?.text).toContain('more than 5,000 pages')
  })

  it.each([
    ['application/pdf', { found: 'zip' }, 'This file is named .pdf but holds a ZIP archive'],
    ['application/pdf', {}, 'This file is named .pdf but holds no PDF.'],
    ['text/plain', { found: 'pdf' }, 'This file is named .txt but holds a PDF.'],
    ['text/markdown', { found: 'unheard of' }, 'This file is named .md but holds no text.'],
  ] as const)('says what a file holds that is named as %s', (mediaType, failureDetail, text) => {
    const { failure } = serialize({ mediaType, failureCode: 'type_mismatch', failureDetail })
    expect(failure?.text).toContain(text)
  })

  it.each([
    ['facts', { failureDetail: { limit: 'many' } }],
    ['a report', { report: { textPages: 3 } }],
  ])('refuses %s that are stored in another shape', (_what, changes) => {
    expect(() => serialize(changes)).toThrow()
  })
})
