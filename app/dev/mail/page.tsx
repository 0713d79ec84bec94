import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { env, isLoopback } from '#lib/platform/env.ts'
import { listDevMails } from '#lib/platform/mail/index.ts'

export const dynamic = 'force-dynamic'
export const metadata = { title: 'Development mailbox', robots: { index: false } }

/** Every mail of this installation, as long as mail stays on the machine. Nobody finds it in production. */
export default async function DevMailPage() {
  const { isProduction, mailDelivery } = env()
  if (isProduction || mailDelivery !== 'file' || !(await isAskedOnThisMachine())) notFound()
  const mails = await listDevMails()

  return (
    <main className="mx-auto max-w-2xl px-4 py-10">
      <h1 className="font-semibold text-2xl">Development mailbox</h1>
      <p className="mt-2">Mail of this installation stays on this machine. The newest comes first.</p>
      {mails.length === 0 ? (
        <p className="mt-8">No mail yet. It comes a moment after you sign up.</p>
      ) : (
        <ul aria-label="Mails" className="mt-8 space-y-6">
          {mails.map((mail) => (
            <li key={mail.id} className="rounded-md border p-4">
              <h2 className="font-medium">{mail.subject}</h2>
              <p className="text-sm">
                To {mail.to},{' '}
                <time dateTime={mail.createdAt.toISOString()}>{mail.createdAt.toUTCString()}</time>
              </p>
              <p className="mt-3 whitespace-pre-line break-words">{withLinks(mail.text)}</p>
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}

/** A page elsewhere can point its own name at this machine and read the answers as its own: such a name is not ours. */
async function isAskedOnThisMachine(): Promise<boolean> {
  const address = `http://${(await headers()).get('host') ?? ''}`
  return URL.canParse(address) && isLoopback(new URL(address).hostname)
}

/** Addresses of the text as links; only web addresses, so nothing else becomes clickable. */
function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={part} href={part} className="underline">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
