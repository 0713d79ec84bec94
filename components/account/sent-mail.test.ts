import { describe, expect, it } from 'vitest'
import { findSentMail } from './sent-mail.ts'

const kept = (text: string | null) => findSentMail({ getItem: () => text })
const mail = { email: 'ada@example.com', mailbox: '/dev/mail' }

describe('findSentMail', () => {
  it('gives what was kept while the link works', () => {
    expect(kept(JSON.stringify({ ...mail, sentAt: Date.now() }))).toEqual(mail)
  })

  it('forgets it when the link has run out', () => {
    expect(kept(JSON.stringify({ ...mail, sentAt: Date.now() - 31 * 60 * 1000 }))).toBeNull()
  })

  it.each([null, '', 'not JSON', '{}', '[1]'])('finds nothing in %j', (text) => {
    expect(kept(text)).toBeNull()
  })
})
