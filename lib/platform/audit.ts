import type { Prisma, Tx } from '#lib/platform/db/index.ts'
import { createId } from './id.ts'
import { requestOrigin } from './request-origin.ts'

export interface NewAuditEntry {
  workspaceId: string
  actorUserId: string | null
  action: string
  subject?: string
  detail?: Prisma.InputJsonObject
}

/** Writes down who did what, and from where; the database lets nobody change or remove it. */
export async function insertAuditEntry(tx: Tx, entry: NewAuditEntry): Promise<void> {
  await tx.auditEntry.createMany({ data: { id: createId(), ...requestOrigin(), ...entry } })
}

/** The same of something that is read again and again: once an hour for each person and workspace. */
export async function insertViewedEntry(tx: Tx, entry: Omit<NewAuditEntry, 'action'>): Promise<void> {
  await tx.auditEntry.createMany({
    data: { id: createId(), action: 'staff.viewed', ...requestOrigin(), ...entry },
    skipDuplicates: true,
  })
}
