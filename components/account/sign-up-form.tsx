'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useLayoutEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { useHydrated } from '#components/ui/use-hydrated.ts'
import { ApiProblem, api } from '#lib/api-client/index.ts'
import {
  PASSWORD_MIN_CHARACTERS,
  type SignUp,
  type Start,
  signUpAcceptedSchema,
  signUpSchema,
} from '#lib/auth/schema.ts'
import { CheckMail } from './check-mail.tsx'
import { FormHeading } from './form-heading.tsx'
import { PasswordField } from './password-field.tsx'
import { findSentMail, forgetSentMail, keepSentMail, type SentMail } from './sent-mail.ts'
import { toSignInPath, withStart } from './start.ts'

const credentialsSchema = signUpSchema.pick({ email: true, password: true })

/** @param start what the person came for; it goes along to the first page. */
export function SignUpForm({ start }: { start: Start | null }) {
  // Whoever comes back from the mailbox, or reloads, finds what they had left.
  const [sent, setSent] = useState<SentMail | null>(null)
  useLayoutEffect(() => setSent(findSentMail()), [])
  // No default values: they would replace what was typed before this code was there.
  const hydrated = useHydrated()
  const form = useForm({ resolver: zodResolver(credentialsSchema) })
  const signUp = useMutation({
    mutationFn: (body: SignUp) => api.post('/api/account/sign-up', { body, schema: signUpAcceptedSchema }),
    onSuccess: ({ mailbox }, { email }) => setSent(keepSentMail({ email, mailbox })),
    onError: (error) => {
      for (const { field, detail } of fieldErrors(error)) form.setError(field, { message: detail })
    },
  })
  const { errors } = form.formState

  if (sent) {
    const startOver = () => {
      forgetSentMail()
      setSent(null)
    }
    return <CheckMail {...sent} cameFrom={withStart('/sign-up', start)} onStartOver={startOver} />
  }
  return (
    <>
      {start === 'sample' ? (
        <FormHeading title="Try it on a sample report">
          You will start with the sample report and questions to ask it. It is free and no card is asked for.
        </FormHeading>
      ) : (
        <FormHeading title="Start free">No card is asked for. Your documents stay yours.</FormHeading>
      )}
      <form
        method="post"
        noValidate
        onSubmit={form.handleSubmit((body) => signUp.mutate({ ...body, ...(start ? { start } : {}) }))}
        className="grid gap-4.5"
      >
        {signUp.error && fieldErrors(signUp.error).length === 0 && <ProblemNotice error={signUp.error} />}
        <Field
          label="E-mail"
          type="email"
          autoComplete="username"
          spellCheck={false}
          error={
            errors.email &&
            (errors.email.type === 'too_small' ? 'Write your e-mail address.' : errors.email.message)
          }
          {...form.register('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_MIN_CHARACTERS} characters. A few words in a row are fine.`}
          error={
            errors.password &&
            (errors.password.type === 'too_small' ? 'Choose a password.' : errors.password.message)
          }
          {...form.register('password', {
            validate: (value) =>
              [...value].length >= PASSWORD_MIN_CHARACTERS ||
              `Use at least ${PASSWORD_MIN_CHARACTERS} characters.`,
          })}
        />
        <Button
          type="submit"
          variant="primary"
          size="large"
          disabled={!hydrated}
          pending={signUp.isPending}
          className="justify-center"
        >
          {signUp.isPending ? 'Sending…' : 'Create the account'}
        </Button>
      </form>
      <p className="mt-6 text-ink-2">
        Already have an account?{' '}
        <Link href={toSignInPath(start)} className="text-accent underline underline-offset-3">
          Sign in
        </Link>
      </p>
    </>
  )
}

/** What the server says about single fields (422). */
function fieldErrors(error: unknown): { field: 'email' | 'password'; detail: string }[] {
  if (!(error instanceof ApiProblem) || !Array.isArray(error.problem.errors)) return []
  return error.problem.errors.flatMap(({ pointer, detail }: { pointer?: unknown; detail?: unknown }) => {
    const field = String(pointer).endsWith('email')
      ? 'email'
      : String(pointer).endsWith('password')
        ? 'password'
        : null
    return field ? [{ field, detail: String(detail) } as const] : []
  })
}
