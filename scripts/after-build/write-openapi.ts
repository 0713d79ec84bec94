// Writes the description of the API from the built routes. The standalone server reads it at /api/openapi.json.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { loadBuiltRoutes } from '../built-routes.ts'
import { buildOpenApiDocument } from '../openapi-document.ts'

const text = JSON.stringify(buildOpenApiDocument(await loadBuiltRoutes()))
for (const folder of ['.next', '.next/standalone/.next']) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'openapi.json'), text)
}
// The routes opened what a server needs; nothing of it is wanted here.
process.exit(0)
