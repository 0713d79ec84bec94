import path from 'node:path'
import { defineConfig } from 'vitest/config'

const SOURCES = '{app,components,lib,scripts,bench}'
const emptyModule = path.resolve(import.meta.dirname, 'lib/testing/empty.ts')

export default defineConfig({
  // `server-only` throws outside of a React server; in tests there is none.
  resolve: { alias: { 'server-only': emptyModule } },
  test: {
    maxWorkers: 2,
    env: { LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${SOURCES}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.{db,http}.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [`${SOURCES}/**/*.db.test.ts`],
          // On a server there is no embedded database to test.
          exclude: process.env.TEST_DATABASE_URL ? ['lib/platform/embedded-db/**'] : [],
          globalSetup: ['lib/testing/database-template.ts'],
          setupFiles: ['lib/testing/database-setup.ts'],
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: [`${SOURCES}/**/*.http.test.ts`],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
