import 'server-only'

export { closeDatabase, connectionConfig, rawPool } from './client.ts'
export { type Tx, withPlatform, withTenant, withUser } from './doors.ts'
export { getSqlState, isUniqueViolation } from './errors.ts'
export { Prisma } from './generated/client.ts'
export { closeListener, listen, notify } from './notifications.ts'
export { assertSafeRole } from './safe-role.ts'
