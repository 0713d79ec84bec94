import { describe, expect, it } from 'vitest'
import { describeNews } from './describe-news.ts'

const row = (id: string, status: 'processing' | 'ready' | 'failed') => ({
  id,
  name: `${id}.pdf`,
  status,
  failure:
    status === 'failed'
      ? { code: 'corrupt' as const, text: 'The file is damaged.', remedy: '', retryable: false }
      : null,
})

describe('describeNews', () => {
  it('tells what has become ready and what has failed, with the reason', () => {
    const before = [row('a', 'processing'), row('b', 'processing')]
    expect(describeNews(before, [row('a', 'ready'), row('b', 'failed')])).toBe(
      'a.pdf is ready. b.pdf could not be read. The file is damaged.',
    )
  })

  it('says nothing about what was so before, or was not known', () => {
    expect(describeNews([row('a', 'ready')], [row('a', 'ready'), row('b', 'ready')])).toBe('')
  })
})
