'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { toProblem } from '#components/layout/problem-text.ts'
import { Button } from '#components/ui/button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { api } from '#lib/api-client/index.ts'
import { emailVerifiedSchema } from '#lib/auth/schema.ts'
import { FormHeading } from './form-heading.tsx'
import { PasswordField } from './password-field.tsx'
import { forgetSentMail } from './sent-mail.ts'
import { toFirstPath } from './start.ts'

/** Uses the link up by a POST; in another browser than the one that signed up it asks for the password. */
export function VerifyEmail({ token, homePath }: { token: string | null; homePath: string | null }) {
  const [password, setPassword] = useState('')
  const started = useRef(false)
  const { mutate, error, isPending } = useMutation({
    mutationFn: (typed: string) =>
      api.post('/api/account/verify-email', {
        body: { token, ...(typed ? { password: typed } : {}) },
        schema: emailVerifiedSchema,
      }),
    onSuccess: ({ slug, start }) => {
      forgetSentMail()
      location.replace(toFirstPath(`/w/${slug}`, start))
    },
  })
  useEffect(() => {
    if (!token || started.current) return
    started.current = true
    mutate('')
  }, [token, mutate])

  const needsPassword = error !== null && isAboutPassword(error)
  if (!token || (error && !needsPassword && isDead(error))) return <DeadLink homePath={homePath} />
  if (!error || (isPending && !needsPassword)) {
    return (
      <>
        <FormHeading title="Confirming your address" />
        <Skeleton rows={2} label="Confirming your address" />
      </>
    )
  }
  if (!needsPassword) return <ProblemNotice error={error} onRetry={() => mutate(password)} />
  return (
    <>
      <FormHeading title="Confirm with your password">
        The link was opened in another browser than the one you signed up in. Write the password you chose
        there.
      </FormHeading>
      <form
        method="post"
        className="grid gap-4.5"
        onSubmit={(event) => {
          event.preventDefault()
          mutate(password)
        }}
      >
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={password && !isPending ? toProblem(error).detail : undefined}
        />
        <Button type="submit" variant="primary" size="large" pending={isPending} className="justify-center">
          Confirm
        </Button>
      </form>
    </>
  )
}

/** @param homePath of whoever is signed in here already: most often the link has done its work. */
function DeadLink({ homePath }: { homePath: string | null }) {
  if (homePath) {
    return (
      <>
        <FormHeading title="This link has done its work">
          You are signed in. A link from our mail works once; this one is not needed any more.
        </FormHeading>
        <Button asChild variant="primary">
          <a href={homePath}>Go to your documents</a>
        </Button>
      </>
    )
  }
  return (
    <>
      <FormHeading title="This link does not work any more">
        It works once and for 30 minutes, and a newer one replaces it. If you have opened it before, your
        account is there: sign in with your password.
      </FormHeading>
      <div className="flex flex-wrap gap-2.5">
        <Button asChild variant="primary">
          <Link href="/sign-in">Sign in</Link>
        </Button>
        <Button asChild>
          <Link href="/sign-up">Ask for a new link</Link>
        </Button>
      </div>
    </>
  )
}

function isAboutPassword(error: unknown): boolean {
  const { errors } = toProblem(error)
  return Array.isArray(errors) && errors.some((one: { pointer?: unknown }) => one.pointer === '/password')
}

function isDead(error: unknown): boolean {
  return ['expired', 'not_found', 'invalid'].includes(toProblem(error).code)
}
