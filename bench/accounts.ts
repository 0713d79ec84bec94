import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBuild } from '../scripts/launcher/build.ts'
import { startStack } from '../scripts/launcher/stack.ts'
import { median } from './statistics.ts'

const ROUNDS = 50
/** A difference of medians beyond this would tell an address that has an account from one that has none. */
const TOLERANCE = 0.1

/**
 * Whether time tells who has an account: wrong passwords and sign-ups for known and unknown addresses, in turns.
 *
 * @returns false when a status or a body differs; times are printed, and judged by whoever reads them.
 */
export async function benchAccounts(): Promise<boolean> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'footnote-bench-'))
  Object.assign(process.env, { FOOTNOTE_DATA_DIR: dataDir, PORT: '0', APP_URL: '' })
  const stack = await startStack({ web: 'built', prepare: ensureBuild })
  try {
    Object.assign(process.env, stack.environment)
    const known = await makeAccounts()
    const signIn = await compare((address) => signInWrongly(stack.url, address), known)
    const signUp = await compare((address) => signUpAgain(stack.url, address), known)
    report('wrong password', signIn)
    report('sign-up', signUp)
    return signIn.same && signUp.same
  } finally {
    await stack.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** One account per round: ten wrong passwords lock one. */
async function makeAccounts(): Promise<string[]> {
  const { createUser } = await import('../lib/testing/factories.ts')
  const { closeDatabase } = await import('../lib/platform/db/index.ts')
  const users = []
  for (let i = 0; i < ROUNDS; i++) users.push(await createUser())
  await closeDatabase()
  return users.map((user) => user.email)
}

interface Comparison {
  known: number[]
  unknown: number[]
  same: boolean
}

async function compare(call: (address: string) => Promise<string>, known: string[]): Promise<Comparison> {
  const result: Comparison = { known: [], unknown: [], same: true }
  // The first calls load code.
  for (let i = 0; i < 3; i++) await call(`warm-${i}-${Date.now()}@example.com`)
  for (const address of known) {
    const [knownMs, knownAnswer] = await time(() => call(address))
    const [unknownMs, unknownAnswer] = await time(() => call(`nobody-${crypto.randomUUID()}@example.com`))
    result.known.push(knownMs)
    result.unknown.push(unknownMs)
    if (knownAnswer !== unknownAnswer) result.same = false
  }
  return result
}

async function time<T>(work: () => Promise<T>): Promise<[number, T]> {
  const startedAt = performance.now()
  const value = await work()
  return [performance.now() - startedAt, value]
}

async function signInWrongly(url: string, email: string): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = await csrf.json()
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password: 'not the password', json: 'true' }),
  })
  return `${response.status} ${await response.text()}`
}

async function signUpAgain(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/account/sign-up`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'seven quiet otters read', name: 'Ada' }),
  })
  return `${response.status} ${await response.text()}`
}

function report(what: string, { known, unknown, same }: Comparison): void {
  const [a, b] = [median(known), median(unknown)]
  const ratio = a / b
  const verdict = Math.abs(ratio - 1) <= TOLERANCE ? 'within 10 %' : 'MORE THAN 10 % APART'
  const answers = same ? 'answers identical' : 'ANSWERS DIFFER'
  console.log(
    `${what}: known ${a.toFixed(1)} ms, unknown ${b.toFixed(1)} ms, ratio ${ratio.toFixed(3)} (${verdict}); ${answers}`,
  )
}
