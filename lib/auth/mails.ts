import { renderMail } from '#lib/platform/mail/index.ts'

interface Mail {
  subject: string
  text: string
  html: string
}

/** The link that finishes a sign-up. Whoever signs up types the name, so it does not stand in a stranger's mail. */
export function buildVerificationMail(url: string): Mail {
  const bodies = renderMail({
    heading: 'Welcome to Footnote',
    paragraphs: [
      'Open this link to confirm your e-mail address. It works once and for 30 minutes.',
      'On another device than the one you signed up with, it asks for the password you chose.',
    ],
    action: { label: 'Confirm my e-mail address', url },
    footer: 'You did not sign up? Then do nothing; without the link no account is made.',
  })
  return { subject: 'Confirm your e-mail address', ...bodies }
}

/** What the owner of an address learns when somebody signs up with it again. */
export function buildKnownAddressMail(url: string): Mail {
  const bodies = renderMail({
    heading: 'You already have an account',
    paragraphs: [
      'Somebody, probably you, signed up to Footnote with this address. It has an account already, so nothing was changed.',
    ],
    action: { label: 'Sign in', url },
    footer: 'If it was not you, you need not do anything.',
  })
  return { subject: 'You already have an account', ...bodies }
}
