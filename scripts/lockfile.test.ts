import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
})
const { packages } = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
const installed = Object.entries(packages).filter(([location]) => location !== '')
const nameOf = (location: string) =>
  location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** The lowest versions without a known hole that reaches us. Advisories: docs/decisions. */
const FLOORS: Record<string, string> = {
  next: '16.3.3',
  react: '19.3.1',
  'react-dom': '19.3.1',
  'next-auth': '4.24.15',
  sharp: '0.35.0',
}
const BROWSER_PDFJS_FLOOR = '6.2.108'
const MAY_RUN_INSTALL_SCRIPTS = [
  '@prisma/engines',
  'node',
  'prisma',
  'protobufjs',
  'esbuild',
  'fsevents',
  'sharp',
  'unrs-resolver',
]

describe('package-lock.json', () => {
  it('fetches from no other host than the registry', () => {
    const foreign = installed.filter(
      ([, entry]) => entry.resolved && !entry.resolved.startsWith('https://registry.npmjs.org/'),
    )
    expect(foreign.map(([location]) => location)).toEqual([])
  })

  it('holds a SHA-512 for everything but optional packages of other platforms', () => {
    const bare = installed.filter(([, entry]) => !entry.integrity?.startsWith('sha512-') && !entry.optional)
    expect(bare.map(([location]) => location)).toEqual([])
  })

  it('lets no package run an install script that nobody looked at', () => {
    const scripted = installed
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([location]) => nameOf(location))
    expect(scripted.filter((name) => !MAY_RUN_INSTALL_SCRIPTS.includes(name))).toEqual([])
  })

  it.each(Object.entries(FLOORS))('has no %s below %s', (name, floor) => {
    const versions = installed
      .filter(([location]) => nameOf(location) === name)
      .map(([, entry]) => entry.version ?? '')
    expect(versions.filter((version) => isBelow(version, floor))).toEqual([])
  })

  it('gives the browser a pdf.js without known holes', () => {
    expect(isBelow(packages['node_modules/pdfjs-dist']?.version ?? '0.0.0', BROWSER_PDFJS_FLOOR)).toBe(false)
  })
})

function isBelow(version: string, floor: string): boolean {
  const numbers = (text: string) => text.split(/[.-]/).slice(0, 3).map(Number)
  const [a, b] = [numbers(version), numbers(floor)]
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
