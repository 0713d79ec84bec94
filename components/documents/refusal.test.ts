import { describe, expect, it } from 'vitest'
import { toRefusal } from './refusal.ts'

const refuse = (status: number, code: string, detail: string) =>
  toRefusal({ type: 'about:blank', title: code, status, detail, code, requestId: 'r' })

describe('toRefusal', () => {
  it('takes cause and remedy from the refusal itself where it has both', () => {
    const detail = 'Files ending in .html are not taken. PDF, Markdown and plain text files are taken.'
    expect(refuse(415, 'unsupported_media_type', detail)).toEqual({
      what: 'Files ending in .html are not taken.',
      remedy: 'PDF, Markdown and plain text files are taken.',
    })
    expect(
      refuse(402, 'limit_reached', 'Your plan holds 5 documents and you have 5. Delete some first.'),
    ).toEqual({
      what: 'Your plan holds 5 documents and you have 5.',
      remedy: 'Delete some first.',
    })
  })

  it('adds what helps in general where only the cause is told', () => {
    expect(refuse(403, 'forbidden', 'Viewers cannot add documents.')).toEqual({
      what: 'Viewers cannot add documents.',
      remedy: 'Ask the owner of the workspace.',
    })
  })

  it('speaks of no number where our own fault is told in a row', () => {
    expect(refuse(500, 'internal', 'Something broke on our side.').remedy).toBe('Try again in a moment.')
  })

  it('says the cause alone where nothing more is known', () => {
    expect(refuse(413, 'file_too_large', 'The file is too large.').remedy).toBeNull()
  })

  it('takes a detail without a full stop as it is', () => {
    expect(refuse(400, 'bad_request', 'no length').what).toBe('no length')
  })
})
