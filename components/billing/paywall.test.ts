import { describe, expect, it } from 'vitest'
import { type Refusal, withFiles } from './paywall.tsx'

function refuse(name: string, limitKey: string, resumed: string[] = []): Refusal {
  return {
    problem: { type: '', title: '', status: 402, detail: '', code: 'limit_reached', requestId: '', limitKey },
    blocked: { what: 'files', names: [name] },
    onResume: () => resumed.push(name),
    at: 0,
  }
}

describe('withFiles', () => {
  it('puts files of one reason together and takes all of them up again', () => {
    const resumed: string[] = []
    const both = withFiles(refuse('a', 'documents', resumed), refuse('b', 'documents', resumed))
    expect(both.blocked).toEqual({ what: 'files', names: ['a', 'b'] })
    both.onResume?.()
    expect(resumed).toEqual(['a', 'b'])
  })

  it('lets another reason take the place of the first', () => {
    const next = refuse('b', 'pages')
    expect(withFiles(refuse('a', 'documents'), next)).toBe(next)
  })
})
