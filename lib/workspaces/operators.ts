import type { Tx } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { findStaffAddresses } from './owner-repository.ts'

/** Who is told what those who operate the platform should know: ADMIN_EMAIL, or else everybody who is staff. */
export async function listOperatorAddresses(tx: Tx): Promise<string[]> {
  const { adminEmail } = env()
  return adminEmail === null ? findStaffAddresses(tx) : [adminEmail]
}
