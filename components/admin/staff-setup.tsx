'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useLayoutEffect, useState } from 'react'
import { FormHeading } from '#components/account/form-heading.tsx'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { toProblem } from '#components/layout/problem-text.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { api } from '#lib/api-client/index.ts'
import { findSetupToken, forgetSetupToken, keepSetupToken } from './setup-token.ts'

/**
 * What the printed link leads to. The token leaves the address at once and waits in this browser while somebody signs in
 * or up; opening the page uses nothing up.
 */
export function StaffSetup({
  token: given,
  email,
  isStaff,
}: {
  token: string | null
  email: string | null
  isStaff: boolean
}) {
  const [token, setToken] = useState(given)
  useLayoutEffect(() => {
    if (!given) return setToken(findSetupToken())
    keepSetupToken(given)
    history.replaceState(history.state, '', location.pathname)
  }, [given])
  const claim = useMutation({
    mutationFn: () => api.post('/api/staff/claim', { body: { token } }),
    onSettled: (_data, error) => {
      if (!error || toProblem(error).code === 'expired') forgetSetupToken()
    },
  })

  if (isStaff || claim.isSuccess) return <IsStaff />
  if (claim.error && toProblem(claim.error).code === 'expired')
    return <NoLink title="This link no longer works" />
  if (!token) return <NoLink title="Open the link once more" />
  if (!email) return <Introduction />
  return (
    <>
      <FormHeading title="Become staff of this installation">
        You are signed in as {email}. Staff see usage, costs and the accounts of all workspaces, and change
        plans, credits and limits; each change is written down. They never see documents or questions.
      </FormHeading>
      {claim.error && (
        <div className="mb-4.5">
          <ProblemNotice error={claim.error} onRetry={() => claim.mutate()} />
        </div>
      )}
      <div className="flex flex-wrap gap-2.5">
        <Button variant="primary" size="large" pending={claim.isPending} onClick={() => claim.mutate()}>
          {claim.isPending ? 'Making you staff…' : 'Become staff'}
        </Button>
      </div>
      <p className="mt-3 text-ink-2 text-small">The link works once. Afterwards it is dead for everybody.</p>
    </>
  )
}

function Introduction() {
  return (
    <>
      <FormHeading title="Who operates this installation?">
        This link makes one person staff, once. Sign in as the person it should be, or make an account; you
        come back here, and only then is the link used.
      </FormHeading>
      <div className="flex flex-wrap gap-2.5">
        <Button asChild variant="primary" size="large">
          <Link href={`/sign-in?callbackUrl=${encodeURIComponent('/staff-setup?start=staff')}`}>Sign in</Link>
        </Button>
        <Button asChild size="large">
          <Link href="/sign-up?start=staff">Make an account</Link>
        </Button>
      </div>
    </>
  )
}

function IsStaff() {
  return (
    <>
      <FormHeading title="You are staff now">
        The link is used up. You find the pages for staff in the menu of your workspace.
      </FormHeading>
      <Button asChild variant="primary" size="large">
        <a href="/admin">Go to the pages for staff</a>
      </Button>
    </>
  )
}

function NoLink({ title }: { title: string }) {
  return (
    <Notice tone="warning" title={title} announce={false}>
      <p>
        The link stands in the terminal where Footnote was started first. A used, replaced or old one is dead;{' '}
        <code className="tabular text-small">npm run staff:link</code> prints a new one.
      </p>
    </Notice>
  )
}
