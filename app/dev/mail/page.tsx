import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { MailboxHeader } from '#components/account/mailbox-header.tsx'
import { RefreshPage, ReloadButton } from '#components/layout/refresh-page.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { toSafePath } from '#lib/auth/index.ts'
import { env } from '#lib/platform/env.ts'
import { isAskedHere } from '#lib/platform/http/is-asked-here.ts'
import { type DevMail, listDevMails } from '#lib/platform/mail/index.ts'

export const dynamic = 'force-dynamic'
export const metadata = { title: 'Development mailbox', robots: { index: false } }

/** A mail is sent a second or two after it was asked for: whoever waits for it sees it come. */
const REFRESH_MS = 3000

/** Every mail of this installation, as long as mail stays on the machine. Nobody finds it in production. */
export default async function DevMailPage({ searchParams }: PageProps<'/dev/mail'>) {
  const { isProduction, mailDelivery } = env()
  if (isProduction || mailDelivery !== 'file' || !isAskedHere((await headers()).get('host'))) notFound()
  const mails = await listDevMails()
  const { from } = await searchParams

  return (
    <>
      <MailboxHeader cameFrom={toSafePath(typeof from === 'string' ? from : null)} />
      <main id="page" tabIndex={-1} className="measure mx-auto px-4.5 pt-6 pb-16 outline-none sm:pt-10">
        <h1 className="font-serif text-title tracking-[-0.012em]">Development mailbox</h1>
        {mails.length === 0 ? (
          <NoMail />
        ) : (
          <>
            <p className="text-ink-2">
              Mail of this installation stays on this machine. The newest comes first, by itself.
            </p>
            <ul aria-label="Mails" className="mt-6 border-rule border-b">
              {mails.map((mail) => (
                <Mail key={mail.id} mail={mail} />
              ))}
            </ul>
          </>
        )}
        <RefreshPage everyMs={REFRESH_MS} />
      </main>
    </>
  )
}

function NoMail() {
  return (
    <EmptyState title="No mail yet" action={<ReloadButton />}>
      <p>A mail comes a moment after you sign up. This page looks again by itself; or reload it.</p>
    </EmptyState>
  )
}

function Mail({ mail }: { mail: DevMail }) {
  const action = findAction(mail.text)
  return (
    <li className="border-rule border-t py-5">
      <h2 className="font-serif text-lead">{mail.subject}</h2>
      <p className="tabular text-ink-3 text-small [overflow-wrap:anywhere]">
        To {mail.to}, <time dateTime={mail.createdAt.toISOString()}>{mail.createdAt.toUTCString()}</time>
      </p>
      {action && (
        <Button asChild variant="primary" size="large" className="mt-4">
          <a href={action.url}>{action.label}</a>
        </Button>
      )}
      <p className="mt-4 whitespace-pre-line font-serif text-[1rem] leading-relaxed [overflow-wrap:anywhere]">
        {withLinks(mail.text)}
      </p>
    </li>
  )
}

/** The address that a mail was sent for, with the line above it as its name. */
function findAction(text: string): { label: string; url: string } | null {
  const [, label, url] = /^(.+):\n(https?:\/\/\S+)$/m.exec(text) ?? []
  return label && url ? { label, url } : null
}

/** Addresses of the text as links; only web addresses, so nothing else becomes clickable. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={part} href={part} className="text-accent underline underline-offset-3">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
