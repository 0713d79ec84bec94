import 'server-only'

export { failVersion } from './fail-version.ts'
export { ingestVersion } from './ingest-version.ts'
