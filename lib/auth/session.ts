import { withPlatform } from '#lib/platform/db/index.ts'
import { deleteSessionByHash, insertSession } from './repository.ts'
import { createSecret, hashSecret } from './secret.ts'

const MAX_AGENT_CHARACTERS = 300

/** What is written down about the browser that signs in. */
export interface SessionOrigin {
  address: string | null
  userAgent: string | null
  /** The secret of the session this browser had before; it ends. */
  replaces: string | null
}

/**
 * Starts a session with a secret that nobody knew before, whatever cookie the browser brought.
 *
 * @returns the secret for the cookie; the row holds only its hash.
 */
export async function startSession(userId: string, origin: SessionOrigin): Promise<string> {
  const secret = createSecret()
  const userAgent = origin.userAgent?.toWellFormed().slice(0, MAX_AGENT_CHARACTERS) ?? null
  await withPlatform('signIn', async (tx) => {
    if (origin.replaces) await deleteSessionByHash(tx, hashSecret(origin.replaces))
    await insertSession(tx, { secretHash: hashSecret(secret), userId, address: origin.address, userAgent })
  })
  return secret
}

/** Ends a session: whoever holds its cookie is nobody from the next request on. */
export async function endSession(secret: string): Promise<void> {
  await withPlatform('signOut', (tx) => deleteSessionByHash(tx, hashSecret(secret)))
}
