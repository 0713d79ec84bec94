import 'server-only'

export { hasRole, requireRole } from './require-role.ts'
export { createSecret, hashSecret, matchesSecret } from './secret.ts'
