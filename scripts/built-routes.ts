import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { AnyRouteSpec } from '#app/api/_lib/route-spec.ts'

const SERVER = path.resolve('.next/server')
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

/** A method of a route, as it was built. */
export interface BuiltRoute {
  /** As Next.js writes it: `/api/documents/[id]`. */
  path: string
  method: Method
  /** Missing on routes that are not made by defineRoute. */
  spec: AnyRouteSpec | undefined
}

/**
 * Every route handler of the last build, read from the built modules: what is listed here is what answers.
 *
 * @throws Error when nothing has been built.
 */
export async function loadBuiltRoutes(): Promise<BuiltRoute[]> {
  const require = createRequire(import.meta.url)
  const manifest: Record<string, string> = JSON.parse(readManifest())
  const routes: BuiltRoute[] = []
  for (const [name, file] of Object.entries(manifest).sort()) {
    if (!name.endsWith('/route')) continue
    const { routeModule } = await require(path.join(SERVER, file))
    // Modules that wait for others while they load are there only after this.
    await routeModule.ensureUserland?.()
    const handlers: Record<string, { spec?: AnyRouteSpec } | undefined> = routeModule.userland
    for (const method of METHODS) {
      const handler = handlers[method]
      if (handler) routes.push({ path: name.slice(0, -'/route'.length), method, spec: handler.spec })
    }
  }
  return routes
}

function readManifest(): string {
  try {
    return readFileSync(path.join(SERVER, 'app-paths-manifest.json'), 'utf8')
  } catch (cause) {
    throw new Error('There is no build to look at. Run `npm start` or `npx next build` first.', { cause })
  }
}
