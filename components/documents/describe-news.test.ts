import { describe, expect, it } from 'vitest'
import type { Document } from '#lib/documents/schema.ts'
import { describeNews } from './describe-news.ts'

const row = (
  id: string,
  status: 'processing' | 'ready' | 'failed',
  passages: Partial<Pick<Document, 'chunkSize' | 'reindex'>> = {},
) => ({
  id,
  name: `${id}.pdf`,
  status,
  failure:
    status === 'failed'
      ? { code: 'corrupt' as const, text: 'The file is damaged.', remedy: '', retryable: false }
      : null,
  chunkSize: 'standard' as const,
  reindex: null,
  ...passages,
})

describe('describeNews', () => {
  it('tells what has become ready and what has failed, with the reason', () => {
    const before = [row('a', 'processing'), row('b', 'processing')]
    expect(describeNews(before, [row('a', 'ready'), row('b', 'failed')])).toBe(
      'a.pdf is ready. b.pdf could not be read. The file is damaged.',
    )
  })

  it('does not call unreadable what the plan did not take', () => {
    const failure = { code: 'limit_reached' as const, text: 'It has 60 pages.', remedy: '', retryable: false }
    expect(describeNews([row('a', 'processing')], [{ ...row('a', 'failed'), failure }])).toBe(
      'a.pdf was not added. It has 60 pages.',
    )
  })

  it('tells of passages that were made anew, or could not be', () => {
    const pending = { chunkSize: 'small', pagesDone: 0, pageCount: 3 } as const
    const before = ['a', 'b'].map((id) =>
      row(id, 'ready', { reindex: { ...pending, status: 'processing', failure: null } }),
    )
    const failure = { code: 'internal', text: '', remedy: '', retryable: true } as const
    const after = [
      row('a', 'ready', { chunkSize: 'small' }),
      row('b', 'ready', { reindex: { ...pending, status: 'failed', failure } }),
    ]
    expect(describeNews(before, after)).toBe(
      'a.pdf has short passages now. Short passages of b.pdf could not be made.',
    )
  })

  it('says nothing about what was so before, or was not known', () => {
    expect(describeNews([row('a', 'ready')], [row('a', 'ready'), row('b', 'ready')])).toBe('')
  })
})
