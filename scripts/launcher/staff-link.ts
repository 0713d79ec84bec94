import pg from 'pg'
import { createSecret, hashSecret } from '#lib/auth/secret.ts'
import { createId, NIL_ID } from '#lib/platform/id.ts'

/** Long enough to come back to after a weekend; `npm run staff:link` makes another one. */
const LINK_DAYS = 7
/** Whose log it stands in: what is done at the terminal belongs to no workspace. */
const INSTALLATION = NIL_ID

/** What the first start has to say about staff; null when somebody operates this installation already. */
export type StaffLink = { url: string } | { url: null } | null

/**
 * The link that makes the first staff user: once, while there is no staff and no such link waits to be used.
 *
 * @returns `url: null` while an earlier link still works: only its hash is known here.
 */
export function offerStaffLink(databaseUrl: string, appUrl: string): Promise<StaffLink> {
  return asPlatform(databaseUrl, async (client) => {
    const { rows } = await client.query<{ hasStaff: boolean; isWaiting: boolean }>(
      `SELECT EXISTS (SELECT FROM "user" WHERE is_staff) AS "hasStaff",
              EXISTS (SELECT FROM one_time_token WHERE purpose = 'first_staff' AND used_at IS NULL
                      AND expires_at > clock_timestamp()) AS "isWaiting"`,
    )
    if (rows[0]?.hasStaff) return null
    return { url: rows[0]?.isWaiting ? null : await mintLink(client, appUrl) }
  })
}

/** Lines for the terminal; none where somebody is staff already. Printed, and written to no file. */
export async function describeStaffLink(databaseUrl: string, appUrl: string): Promise<string> {
  // Nobody is kept from using a product that runs for want of a line about it.
  const link = await offerStaffLink(databaseUrl, appUrl).catch(() => 'failed' as const)
  if (link === 'failed') {
    return `  Staff     the link could not be made: the database did not answer. \`npm run staff:link\` tries again\n`
  }
  if (!link) return ''
  if (link.url === null) {
    return `  Staff     nobody yet; the link was printed at an earlier start, \`npm run staff:link\` makes a new one\n`
  }
  return `  Staff     nobody yet. Whoever opens this once operates the installation:\n            ${link.url}\n`
}

/** A new link, whatever there is already; the former stops working. */
export function renewStaffLink(
  databaseUrl: string,
  appUrl: string,
): Promise<{ url: string; replaced: boolean }> {
  return asPlatform(databaseUrl, async (client) => {
    const { rowCount } = await client.query(
      `DELETE FROM one_time_token
       WHERE purpose = 'first_staff' AND used_at IS NULL AND expires_at > clock_timestamp()`,
    )
    const replaced = (rowCount ?? 0) > 0
    await client.query(
      `INSERT INTO audit_entry (workspace_id, id, action, detail) VALUES ($1, $2, 'staff.link_renewed', $3)`,
      [INSTALLATION, createId(), { after: { replaced } }],
    )
    return { url: await mintLink(client, appUrl), replaced }
  })
}

async function mintLink(client: pg.Client, appUrl: string): Promise<string> {
  const token = createSecret()
  await client.query(
    `INSERT INTO one_time_token (id, token_hash, purpose, email, payload, expires_at)
     VALUES ($1, $2, 'first_staff', '', '{}', clock_timestamp() + make_interval(days => $3::int))`,
    [createId(), Buffer.from(hashSecret(token)), LINK_DAYS],
  )
  return `${appUrl}/staff-setup?token=${token}`
}

/** One transaction on the role of platform operations. Of launchers that start at once, one after the other. */
async function asPlatform<T>(databaseUrl: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'footnote-launcher' })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT set_config('role', 'app_platform', true)`)
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('first_staff', 0))`)
    const result = await fn(client)
    await client.query('COMMIT')
    return result
  } finally {
    await client.end()
  }
}
