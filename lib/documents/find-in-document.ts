import type { WorkspaceContext } from '#lib/auth/context.ts'
import { requireRole } from '#lib/auth/index.ts'
import { withTenant } from '#lib/platform/db/index.ts'
import { decodeRuns, toRects } from './geometry/index.ts'
import { getVersionOf, type Reading } from './open-document.ts'
import { listPageRange } from './repository.ts'
import type { Matches } from './schema.ts'

const PAGES_PER_READ = 100
const MAX_MATCHES = 500

/**
 * Every place where `text` stands in a document, in reading order; letter case and the kind of white space do not
 * matter. Free, since it is a look into one's own text.
 *
 * @throws AppError not_found
 */
export async function findInDocument(
  ctx: WorkspaceContext,
  id: string,
  query: Reading & { readonly text: string },
): Promise<Matches> {
  requireRole(ctx, 'viewer')
  const { version } = await getVersionOf(ctx, id, query)
  const pattern = toPattern(query.text)
  const items: Matches['items'] = []
  for (let from = 1; from <= version.pagesDone; from += PAGES_PER_READ) {
    // One short transaction per read: a long document must not keep others waiting.
    const pages = await withTenant(ctx, (tx) =>
      listPageRange(tx, ctx.workspaceId, version.id, { from, to: from + PAGES_PER_READ - 1 }),
    )
    for (const page of pages) {
      const room = MAX_MATCHES + 1 - items.length
      if (room > 0) items.push(...findOnPage(page, pattern, room))
    }
    if (items.length > MAX_MATCHES) break
  }
  return { items: items.slice(0, MAX_MATCHES), truncated: items.length > MAX_MATCHES }
}

function findOnPage(
  page: { number: number; text: string; geometry: Uint8Array | null },
  pattern: RegExp,
  limit: number,
): Matches['items'] {
  // Counted before anything is drawn: a single letter stands thousands of times on a page.
  const matches = page.text.matchAll(pattern).take(limit).toArray()
  if (matches.length === 0) return []
  const runs = page.geometry ? decodeRuns(page.geometry) : []
  return matches.map((match) => {
    const charEnd = match.index + match[0].length
    return { page: page.number, charStart: match.index, charEnd, rects: toRects(runs, match.index, charEnd) }
  })
}

/** The words of `text` in order, with any white space between them. */
export function toPattern(text: string): RegExp {
  const words = text
    .trim()
    .split(/\s+/)
    .map((word) => RegExp.escape(word))
  return new RegExp(words.join('\\s+'), 'giu')
}
