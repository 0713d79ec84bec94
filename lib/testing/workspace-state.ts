// Everything that a workspace holds, in a form that can be compared: a refusal must leave all of it as it was.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Prisma, withTenant } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'

/** Counts of refusals are made after a refusal, on purpose. */
const NOT_COMPARED = ['denial_daily']

/**
 * How many rows each table holds for the workspace, with a digest of what is in them, and the keys of its files.
 */
export async function readWorkspaceState(workspaceId: string): Promise<Record<string, string>> {
  const state: Record<string, string> = { files: listFiles(workspaceId).join('\n') }
  await withTenant({ workspaceId, userId: null }, async (tx) => {
    const tables = await tx.$queryRaw<{ name: string }[]>`
      SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY 1`
    for (const { name } of tables.filter((table) => !NOT_COMPARED.includes(table.name))) {
      const rows = await tx.$queryRaw<{ row: string }[]>`
        SELECT t::text AS row FROM ${Prisma.raw(`"${name}"`)} t WHERE t.workspace_id = ${workspaceId}::uuid ORDER BY 1`
      const digest = createHash('sha256')
        .update(rows.map(({ row }) => row).join('\n'))
        .digest('hex')
      state[name] = `${rows.length} rows, ${digest.slice(0, 12)}`
    }
  })
  return state
}

/** As storage keys, without the folders of other workspaces. */
function listFiles(workspaceId: string): string[] {
  const folder = path.join(env().dataDir, 'files', workspaceId)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
}
