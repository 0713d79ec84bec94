// Prisma's own schema engine as WebAssembly: what `prisma migrate dev` uses, without a download and without a server.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'

export const SCHEMA_DIR = path.resolve(import.meta.dirname, '../prisma/schema')
export const MIGRATIONS_DIR = path.resolve(import.meta.dirname, '../prisma/migrations')

interface SchemaFile {
  path: string
  content: string
}

interface DiffResult {
  exitCode: number
  stdout: string | null
}

interface SchemaEngine {
  diff(params: unknown): Promise<DiffResult>
}

interface EngineModule {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
  SchemaEngine: {
    new: (params: unknown, log: (message: string) => void, factory: unknown) => Promise<SchemaEngine>
  }
}

/**
 * The SQL that leads from what `prisma/migrations` builds to what `prisma/schema` says; null when they agree.
 * The engine does not look at row-level security, roles, checks, storage, other schemas, partial and expression indexes.
 */
export async function diffMigrationsWithSchema(): Promise<string | null> {
  const files = readSchema()
  const engine = await loadEngine(files)
  const result = await engine.diff({
    from: { tag: 'migrations', ...readMigrations() },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
    shadowDatabaseUrl: null,
  })
  return result.exitCode === 0 ? null : (result.stdout ?? '')
}

function readSchema(): SchemaFile[] {
  return readdirSync(SCHEMA_DIR)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => path.join(SCHEMA_DIR, name))
    .map((file) => ({ path: file, content: readFileSync(file, 'utf8') }))
}

function readMigrations() {
  const names = readdirSync(MIGRATIONS_DIR)
    .filter((name) => statSync(path.join(MIGRATIONS_DIR, name)).isDirectory())
    .sort()
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok',
          value: readFileSync(path.join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  }
}

async function loadEngine(files: SchemaFile[]): Promise<SchemaEngine> {
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      message: '',
      set_message(message: string) {
        this.message = message
      },
    },
  })
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const engine: EngineModule = await import(file)
  const wasm = readFileSync(path.join(path.dirname(file), 'schema_engine_bg.wasm'))
  const imports: WebAssembly.ModuleImports = Object.fromEntries(Object.entries(engine))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': imports })
  engine.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start !== 'function') throw new Error('the schema engine has no start function')
  start()
  const factory = bindMigrationAwareSqlAdapterFactory(await createFactory())
  const datamodels = files.map((schema) => [schema.path, schema.content])
  return engine.SchemaEngine.new({ datamodels }, () => {}, factory)
}

/** Both the main and the shadow database are throw-away PGlites in memory. */
async function createFactory() {
  const factory = new PrismaPGlite(await PGlite.create({ extensions: { vector } }))
  factory.connectToShadowDb = async () => {
    const shadow = await PGlite.create({ extensions: { vector } })
    const adapter = await new PrismaPGlite(shadow).connect()
    // The adapter neither awaits a script nor reports its errors, and it must not be split at ";" (function bodies).
    adapter.executeScript = async (script) => {
      await shadow.exec(script)
    }
    adapter.dispose = () => shadow.close()
    return adapter
  }
  return factory
}
