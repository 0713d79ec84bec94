import { MODULE_ORDER, type Module, PLATFORM_DOOR, SHOWN } from './modules.ts'

export interface ImportPattern {
  group: string[]
  importNamePattern?: string
  message: string
}

/** What part of the house a file stands in; each has its full list, since a later override replaces an earlier one. */
export interface Place {
  includes: string[]
  patterns: ImportPattern[]
}

const noClimbing: ImportPattern = {
  group: ['../**'],
  message: 'Write #lib/…, #components/… or #app/… instead of climbing: only then the layer rules see it.',
}
const noSeal: ImportPattern = {
  group: ['#lib/platform/llm/reservation.ts', './reservation.ts'],
  importNamePattern: 'sealReservation',
  message: 'Only billing/metered makes reservations. Go through metered().',
}
const noPlatformDoor: ImportPattern = {
  group: ['#lib/platform/db/**'],
  importNamePattern: 'withPlatform',
  message: 'The platform door sees every tenant. Use withTenant or withUser.',
}
const noGeneratedClient: ImportPattern = {
  group: ['#lib/platform/db/*', '#lib/platform/db/generated/**', '!#lib/platform/db/index.ts'],
  message: 'The database is reached through the doors of platform/db/index.ts.',
}
const noRootLangchain: ImportPattern = {
  group: ['langchain'],
  message: 'Its root costs a second and 150 MB. Import the subpath lazily.',
}

/** One place per folder of lib, then app, components and the tests. The order matters: the last match wins. */
export function places(): Place[] {
  return [
    ...MODULE_ORDER.flatMap((module) => libPlaces(module)),
    { includes: ['lib/testing/**'], patterns: [noClimbing, noSeal] },
    { includes: ['app/**'], patterns: appPatterns() },
    { includes: ['components/**'], patterns: componentPatterns() },
    { includes: ['components/ui/**'], patterns: uiPatterns() },
    { includes: ['**/*.test.ts', '**/*.test.tsx'], patterns: [noClimbing, noSeal] },
    // No layers there, so a neighbour folder may be named from below.
    { includes: ['e2e/**', 'scripts/**', 'bench/**', 'prisma/**'], patterns: [noSeal] },
    { includes: ['lib/billing/**/*.test.ts', 'lib/platform/llm/*.test.ts'], patterns: [noClimbing] },
  ]
}

function libPlaces(module: Module): Place[] {
  const base: ImportPattern[] = [noClimbing, noRootLangchain, layerPattern(module)]
  if (module !== 'billing') base.push(noSeal)
  if (!PLATFORM_DOOR.includes(module)) base.push(noPlatformDoor)
  const folder = {
    includes: [`lib/${module}/**`],
    patterns: module === 'platform' ? base : [...base, noGeneratedClient],
  }
  if (module === 'platform') return [folder]
  return [folder, { includes: [`lib/${module}/**/*repository.ts`], patterns: base }]
}

function layerPattern(module: Module): ImportPattern {
  const below = MODULE_ORDER.slice(0, MODULE_ORDER.indexOf(module)).filter((other) => other !== 'access')
  return {
    group: [
      '#app/**',
      '#components/**',
      '#lib/**',
      `!#lib/${module}/**`,
      ...below.flatMap((other) => shown(other, module)),
    ],
    message: `lib/${module} may import only the modules before it, and of them only what they show (docs/architecture.md).`,
  }
}

function shown(module: Module, reader: Module | 'app'): string[] {
  if (module === 'platform') return ['!#lib/platform/**']
  const files = ['index.ts', 'schema.ts', ...(SHOWN[module] ?? [])]
  if (reader === 'jobs') files.push('jobs.ts')
  return files.map((file) => `!#lib/${module}/${file}`)
}

function appPatterns(): ImportPattern[] {
  const readable = MODULE_ORDER.filter((module) => module !== 'access').flatMap((module) =>
    shown(module, 'app'),
  )
  return [
    noClimbing,
    noSeal,
    noGeneratedClient,
    {
      group: ['#lib/platform/db/**'],
      message: 'Pages and routes never touch the database; a service does.',
    },
    {
      group: ['#lib/**', '!#lib/access/**', ...readable],
      message: 'app calls what a domain shows: its index.ts and schema.ts.',
    },
  ]
}

function componentPatterns(): ImportPattern[] {
  return [
    noClimbing,
    {
      group: [
        '#app/**',
        '#lib/**',
        '!#lib/api-client/**',
        '!#lib/*/schema.ts',
        '!#lib/billing/plans.ts',
        '!#lib/platform/http/schema.ts',
      ],
      message:
        'components may import each other, lib/api-client, lib/<domain>/schema, lib/billing/plans and nothing that runs on the server.',
    },
    noServerLibraries(),
  ]
}

function uiPatterns(): ImportPattern[] {
  return [
    noClimbing,
    {
      group: ['#app/**', '#lib/**', '#components/**', '!#components/ui/**'],
      message: 'components/ui knows no domain word and imports only itself.',
    },
    noServerLibraries(),
  ]
}

function noServerLibraries(): ImportPattern {
  return {
    group: ['node:*', 'pg', 'pg-boss', 'pino', 'server-only', '@prisma/**'],
    message: 'This runs in the browser.',
  }
}
