'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import Link from 'next/link'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { type SignInResult, signIn } from '#lib/api-client/index.ts'
import { signUpSchema } from '#lib/auth/schema.ts'
import { FormHeading } from './form-heading.tsx'
import { PasswordField } from './password-field.tsx'
import { findStart, withStart } from './start.ts'

const credentialsSchema = signUpSchema.pick({ email: true, password: true })

const REASONS: Record<Exclude<SignInResult, 'signedIn'>, { what: string; remedy: string }> = {
  wrongPassword: {
    what: 'E-mail or password is not right.',
    remedy: 'A new account can sign in once the link in its mail was opened.',
  },
  tooManyAttempts: {
    what: 'Too many attempts with this address.',
    remedy: 'Wait a quarter of an hour, then try again.',
  },
  unavailable: { what: 'Signing in did not work.', remedy: 'Check the connection and try again.' },
}

/** @param target a path of our own, checked by the page. */
export function SignInForm({ target, initialError }: { target: string; initialError: string | null }) {
  const [reason, setReason] = useState<SignInResult | null>(initialError === null ? null : 'unavailable')
  const hydrated = useHydrated()
  const form = useForm({
    // No default values: they would replace what was typed before this code was there.
    resolver: zodResolver(credentialsSchema),
  })
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState
  const submit = form.handleSubmit(async (credentials) => {
    const result = await signIn(credentials).catch(() => 'unavailable' as const)
    setReason(result)
    if (result !== 'signedIn') return form.setFocus('password')
    // A whole load: what the page knew of nobody must not stay.
    location.assign(target)
  })
  return (
    <>
      <FormHeading title="Sign in" />
      <form method="post" onSubmit={submit} noValidate className="grid gap-4.5">
        {reason !== null && reason !== 'signedIn' && (
          <Notice tone="critical">
            <p>{REASONS[reason].what}</p>
            <p className="text-ink-2">{REASONS[reason].remedy}</p>
          </Notice>
        )}
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          spellCheck={false}
          error={errors.email && 'Write your e-mail address.'}
          {...form.register('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          error={errors.password && 'Write your password.'}
          {...form.register('password')}
        />
        <Button
          type="submit"
          variant="primary"
          size="large"
          disabled={!hydrated}
          pending={isSubmitting || (isSubmitSuccessful && reason === 'signedIn')}
          className="justify-center"
        >
          {isSubmitting ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      <p className="mt-6 text-ink-2">
        No account yet?{' '}
        <Link
          href={withStart('/sign-up', findStart(target))}
          className="text-accent underline underline-offset-3"
        >
          Start free
        </Link>
      </p>
    </>
  )
}
