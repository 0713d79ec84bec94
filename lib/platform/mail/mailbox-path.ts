import { env } from '#lib/platform/env.ts'

/** Where a person on this machine reads the mail that stays on it; null when mail goes out. */
export function findMailboxPath(): string | null {
  return env().mailDelivery === 'file' ? '/dev/mail' : null
}
