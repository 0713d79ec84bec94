'use client'

import { useMutation } from '@tanstack/react-query'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { api } from '#lib/api-client/index.ts'
import { FormHeading } from './form-heading.tsx'

/** After sign-up. `mailbox` is there where mail stays on this machine; it leads back to `cameFrom`. */
export function CheckMail({
  email,
  mailbox,
  cameFrom,
  onStartOver,
}: {
  email: string
  mailbox: string | null
  cameFrom: string
  onStartOver: () => void
}) {
  const again = useMutation({
    mutationFn: () => api.post('/api/account/email-tokens', { body: { email, purpose: 'verify_email' } }),
  })
  return (
    <div role="status">
      <FormHeading title="Check your mail">
        A link is on its way to{' '}
        <strong className="font-[540] text-ink [overflow-wrap:anywhere]">{email}</strong>. Open it in this
        browser to finish; it works for 30 minutes.
      </FormHeading>
      {mailbox && (
        <div className="mb-6 border-edge border-l-2 py-1 pl-4">
          <p className="text-ink-2">
            This is a development installation: no mail leaves this machine. The link lies in its mailbox, at{' '}
            <span className="font-mono text-small">{mailbox}</span>.
          </p>
          <div className="mt-2">
            <Button asChild variant="primary">
              <a href={`${mailbox}?from=${encodeURIComponent(cameFrom)}`}>Open the mailbox</a>
            </Button>
          </div>
        </div>
      )}
      {again.error && <ProblemNotice error={again.error} />}
      <p className="text-ink-2">
        {mailbox ? 'Nothing there? Wait a moment, or ' : 'Nothing there? Look into the spam folder, or '}
        <button
          type="button"
          disabled={again.isPending || again.isSuccess}
          onClick={() => again.mutate()}
          className="text-accent underline underline-offset-3 disabled:text-ink-3 disabled:no-underline"
        >
          {again.isSuccess ? 'sent once more' : 'send it once more'}
        </button>
        .
      </p>
      <p className="mt-1.5 text-ink-2">
        Not your address?{' '}
        <button type="button" onClick={onStartOver} className="text-accent underline underline-offset-3">
          Write another one
        </button>
        .
      </p>
    </div>
  )
}
