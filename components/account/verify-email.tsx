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

/** Uses the link up by a POST; in another browser than the one that signed up it asks for the password. */
export function VerifyEmail({ token }: { token: string | null }) {
  const [password, setPassword] = useState('')
  const started = useRef(false)
  const { mutate, error, isPending } = useMutation({
    mutationFn: (typed: string) =>
      api.post('/api/account/verify-email', {
        body: { token, ...(typed ? { password: typed } : {}) },
        schema: emailVerifiedSchema,
      }),
    onSuccess: ({ slug }) => location.replace(`/w/${slug}`),
  })
  useEffect(() => {
    if (!token || started.current) return
    started.current = true
    mutate('')
  }, [token, mutate])

  const needsPassword = error !== null && isAboutPassword(error)
  if (!token || (error && !needsPassword && isDead(error))) return <DeadLink />
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

function DeadLink() {
  return (
    <>
      <FormHeading title="This link does not work any more">
        It may have been used already, or a newer one was sent. An account that is confirmed signs in with its
        password.
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
