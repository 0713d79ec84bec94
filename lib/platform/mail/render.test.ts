import { describe, expect, it } from 'vitest'
import { renderMail } from './render.ts'

describe('renderMail', () => {
  const mail = renderMail({
    heading: 'Hello <b>Ada</b>',
    paragraphs: ['You & "they"'],
    action: { label: 'Open', url: 'https://x.test/?a=1&b=2' },
    footer: 'Bye',
  })

  it('escapes what people typed in the HTML body only', () => {
    expect(mail.html).toContain('Hello &lt;b&gt;Ada&lt;/b&gt;')
    expect(mail.html).toContain('You &amp; &quot;they&quot;')
    expect(mail.html).not.toContain('<b>')
    expect(mail.text).toContain('Hello <b>Ada</b>')
  })

  it('writes the address of the action out, for readers without HTML', () => {
    expect(mail.text).toContain('Open:\nhttps://x.test/?a=1&b=2')
    expect(mail.html).toContain('href="https://x.test/?a=1&amp;b=2"')
  })

  it('loads nothing from anywhere', () => {
    expect(mail.html).not.toMatch(/src=|url\(/)
  })
})
