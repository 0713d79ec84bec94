import * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { problemSchema } from '#lib/platform/http/schema.ts'
import type { BuiltRoute } from './built-routes.ts'

/** Describes the routes that are made by defineRoute as OpenAPI 3.1. */
export function buildOpenApiDocument(routes: readonly BuiltRoute[]): object {
  const paths: ZodOpenApiPathsObject = {}
  for (const route of routes) {
    if (!route.spec || route.path.includes('[...')) continue
    const name = route.path.replaceAll(/\[(\w+)\]/g, '{$1}')
    paths[name] = { ...paths[name], [route.method.toLowerCase()]: toOperation(route, route.spec) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Footnote',
      version: '1',
      description: 'Ask documents, and check every word of the answer.',
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-footnote.session' },
        key: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  })
}

type Spec = NonNullable<BuiltRoute['spec']>

function toOperation({ path, method }: BuiltRoute, spec: Spec): ZodOpenApiOperationObject {
  const { summary, params, query, body, response, status, access, role, feature, meter } = spec
  const isObject = (schema: unknown) => schema instanceof z.ZodObject
  const good = String(status ?? (response ? 200 : 204))
  return {
    operationId: toOperationId(path, method),
    summary,
    tags: [path.split('/')[2] ?? 'api'],
    security: toSecurity(access),
    requestParams: {
      ...(isObject(params) ? { path: params } : {}),
      ...(isObject(query) ? { query } : {}),
      ...(needsHeader(spec) ? { header: workspaceHeader(spec.workspace === 'optional') } : {}),
    },
    ...(body ? { requestBody: { content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      [good]: {
        description: 'As asked',
        ...(response ? { content: { 'application/json': { schema: response } } } : {}),
      },
      default: {
        description: 'A problem (RFC 9457)',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
    ...(role ? { 'x-role': role } : {}),
    ...(feature ? { 'x-feature': feature } : {}),
    ...(meter ? { 'x-meter': meter } : {}),
  }
}

function toSecurity(access: Spec['access']): Record<string, string[]>[] {
  if (access === 'public') return []
  return access === 'session' || access === 'staff' ? [{ session: [] }] : [{ session: [] }, { key: [] }]
}

function needsHeader(spec: Spec): boolean {
  return spec.workspace !== false && spec.access !== 'public' && spec.access !== 'staff'
}

function workspaceHeader(isOptional: boolean) {
  const id = z.uuid()
  return z.object({ 'X-Workspace-Id': isOptional ? id.optional() : id })
}

function toOperationId(path: string, method: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word && word !== 'api')
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')
}
