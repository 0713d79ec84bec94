import type { Caller } from '#lib/access/index.ts'
import { recordDenial } from '#lib/billing/index.ts'

/**
 * Does the work of a request and counts it where the plan refuses. Every request in a workspace goes through here, and no
 * service counts by itself: a refusal is counted once, after its transaction.
 */
export async function countRefusal<T>({ ctx }: Caller, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (ctx) recordDenial(ctx, error)
    throw error
  }
}
