export * from './schema/changes.ts'
export * from './schema/operations.ts'
export * from './schema/usage.ts'
export * from './schema/workspaces.ts'
