import { describe, expect, it } from 'vitest'
import { POST as startRun } from '#app/api/chat/conversations/[id]/runs/route.ts'
import { POST as createConversation } from '#app/api/chat/conversations/route.ts'
import { GET as findMatches } from '#app/api/documents/[id]/matches/route.ts'
import { POST as retryDocument } from '#app/api/documents/[id]/retry/route.ts'
import { POST as createDocument } from '#app/api/documents/route.ts'
import { POST as searchPassages } from '#app/api/retrieval/route.ts'
import { POST as claimStaff } from '#app/api/staff/claim/route.ts'

describe('routes that cost work', () => {
  it.each([
    ['search', searchPassages],
    ['search', findMatches],
    ['run', startRun],
    ['write', createDocument],
    ['write', retryDocument],
    ['write', createConversation],
  ])('count calls by user, as %s', (name, { spec }) => {
    expect(spec.rateLimit).toMatchObject({ name, by: 'user' })
  })

  it('refuse a try of the staff link that cannot be counted', () => {
    expect(claimStaff.spec.rateLimit).toMatchObject({ name: 'claim-staff', by: 'user', uncounted: 'refuse' })
  })
})
