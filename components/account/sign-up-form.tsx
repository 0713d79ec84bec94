'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useForm } from 'react-hook-form'
import { ProblemNotice } from '#components/layout/problem-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { ApiProblem, api } from '#lib/api-client/index.ts'
import { PASSWORD_MIN_CHARACTERS, type SignUp, signUpAcceptedSchema, signUpSchema } from '#lib/auth/schema.ts'
import { CheckMail } from './check-mail.tsx'
import { FormHeading } from './form-heading.tsx'
import { PasswordField } from './password-field.tsx'

export function SignUpForm() {
  const form = useForm({ resolver: zodResolver(signUpSchema), defaultValues: { email: '', password: '' } })
  const signUp = useMutation({
    mutationFn: (body: SignUp) => api.post('/api/account/sign-up', { body, schema: signUpAcceptedSchema }),
    onError: (error) => {
      for (const { field, detail } of fieldErrors(error)) form.setError(field, { message: detail })
    },
  })
  const { errors } = form.formState

  if (signUp.isSuccess) return <CheckMail email={signUp.variables.email} mailbox={signUp.data.mailbox} />
  return (
    <>
      <FormHeading title="Start free">No card is asked for. Your documents stay yours.</FormHeading>
      <form
        method="post"
        noValidate
        onSubmit={form.handleSubmit((body) => signUp.mutate(body))}
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
          pending={signUp.isPending}
          className="justify-center"
        >
          {signUp.isPending ? 'Sending…' : 'Create the account'}
        </Button>
      </form>
      <p className="mt-6 text-ink-2">
        Already have an account?{' '}
        <Link href="/sign-in" className="text-accent underline underline-offset-3">
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
