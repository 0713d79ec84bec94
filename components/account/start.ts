import { type Start, startSchema } from '#lib/auth/schema.ts'

/** What an address says a person came for; null for anything else. */
export function toStart(value: unknown): Start | null {
  return startSchema.safeParse(value).data ?? null
}

/** The first page of a workspace for what a person came for. */
export function toFirstPath(homePath: string, start: Start | null): string {
  if (start === 'staff') return '/staff-setup'
  // "/" is the way home of somebody without a workspace: there is nothing to add a sample to.
  return start && homePath !== '/' ? `${homePath}/chat?start=${start}` : homePath
}

/** A page of ours with what the person came for. */
export function withStart(path: string, start: Start | null): string {
  return start ? `${path}?start=${start}` : path
}

/** The sign-in page for the same errand. */
export function toSignInPath(start: Start | null): string {
  return start ? `/sign-in?callbackUrl=${encodeURIComponent(withStart('/w', start))}` : '/sign-in'
}

/** What a person came for who is to go to `target` after signing in. */
export function findStart(target: string): Start | null {
  return toStart(new URLSearchParams(target.split('?')[1]).get('start'))
}
