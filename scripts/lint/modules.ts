/** The modules of lib, the lowest first: each may import only those before it, and only what they show. */
export const MODULE_ORDER = [
  'platform',
  'api-client',
  'auth',
  'billing',
  'workspaces',
  'api-keys',
  'access',
  'documents',
  'retrieval',
  'ingestion',
  'chat',
  'usage',
  'insights',
  'admin',
  'jobs',
] as const
export type Module = (typeof MODULE_ORDER)[number]

/** What a module shows beside index.ts and schema.ts: pure files that others build on. */
export const SHOWN: Partial<Record<Module, readonly string[]>> = {
  'api-client': ['**'],
  auth: ['context.ts'],
  billing: ['plans.ts'],
  documents: ['geometry/**'],
  retrieval: ['parameters.ts', 'terms.ts', 'rank.ts', 'quote.ts', 'support.ts'],
}

/** Only these may open the platform door; everybody else's rows belong to a workspace or a person. */
export const PLATFORM_DOOR: readonly Module[] = [
  'platform',
  'auth',
  'billing',
  'workspaces',
  'api-keys',
  'access',
  'admin',
  'jobs',
]
