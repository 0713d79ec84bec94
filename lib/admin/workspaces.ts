import type { UserContext } from '#lib/auth/context.ts'
import { requireStaff } from '#lib/auth/index.ts'
import { listGrants, listOverrides } from '#lib/billing/index.ts'
import { insertViewedEntry } from '#lib/platform/audit.ts'
import { withPlatform } from '#lib/platform/db/index.ts'
import { AppError } from '#lib/platform/errors.ts'
import { toCursor } from '#lib/platform/http/cursor.ts'
import { toIdCursor, toPage, toPlace } from './cursor.ts'
import { listDenials } from './repository.ts'
import type { AdminWorkspace, AdminWorkspaceDetail, LedgerEntry, ListWorkspaces } from './schema.ts'
import {
  serializeDenial,
  serializeEntry,
  serializeGrant,
  serializeOverride,
  serializePlanRequest,
  serializeWorkspace,
} from './serializers.ts'
import {
  findEmails,
  findStanding,
  findWorkspaceRow,
  listLedgerRows,
  listOwners,
  listPlanRequestRows,
  listWorkspaceRows,
} from './workspaces-repository.ts'

const PAGE_SIZE = 50
const LEDGER_PAGE_SIZE = 50
const LIST_ROWS = 100

/** Workspaces, the newest first, by name, address, owner's e-mail or id. @throws AppError forbidden, bad_request */
export async function listWorkspaces(
  user: UserContext,
  filter: ListWorkspaces,
): Promise<{ items: AdminWorkspace[]; nextCursor: string | null }> {
  requireStaff(user)
  const before = toIdCursor(filter.cursor)
  const { q, plan = null, access = null } = filter
  const rows = await withPlatform('staffRead', (tx) =>
    listWorkspaceRows(tx, { q: q || null, plan, access, before, take: PAGE_SIZE + 1 }),
  )
  return toPage(rows, PAGE_SIZE, { serialize: serializeWorkspace, toCursor: ({ id }) => id })
}

/** All about a workspace but what it holds: no names of documents, no questions. @throws AppError forbidden, not_found */
export function getWorkspace(user: UserContext, workspaceId: string): Promise<AdminWorkspaceDetail> {
  requireStaff(user)
  return withPlatform('staffRead', async (tx) => {
    const row = await findWorkspaceRow(tx, workspaceId)
    if (!row) throw new AppError('not_found', 'No such workspace.')
    await insertViewedEntry(tx, { workspaceId, actorUserId: user.userId, subject: workspaceId })
    const overrides = await listOverrides(tx, workspaceId)
    const emails = await findEmails(
      tx,
      overrides.map(({ grantedBy }) => grantedBy),
    )
    const requests = { workspaceId, status: null, after: null, take: LIST_ROWS }
    return {
      ...serializeWorkspace(row),
      ...(await findStanding(tx, workspaceId)),
      owners: await listOwners(tx, workspaceId),
      grants: (await listGrants(tx, workspaceId)).map(serializeGrant),
      overrides: overrides.map((override) => serializeOverride(override, emails)),
      planRequests: (await listPlanRequestRows(tx, requests)).map(serializePlanRequest),
      denials: (await listDenials(tx, workspaceId, LIST_ROWS)).map(serializeDenial),
    }
  })
}

/** The ledger of a workspace, the last entry first. @throws AppError forbidden, not_found, bad_request */
export async function listLedger(
  user: UserContext,
  workspaceId: string,
  { cursor }: { cursor?: string | undefined },
): Promise<{ items: LedgerEntry[]; nextCursor: string | null }> {
  requireStaff(user)
  const before = toPlace(cursor)
  const rows = await withPlatform('staffRead', async (tx) => {
    if (!(await findWorkspaceRow(tx, workspaceId))) throw new AppError('not_found', 'No such workspace.')
    await insertViewedEntry(tx, { workspaceId, actorUserId: user.userId, subject: workspaceId })
    return listLedgerRows(tx, { workspaceId, before, take: LEDGER_PAGE_SIZE + 1 })
  })
  return toPage(rows, LEDGER_PAGE_SIZE, { serialize: serializeEntry, toCursor })
}
