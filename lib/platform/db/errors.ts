import { AppError } from '#lib/platform/errors.ts'

const UNIQUE_VIOLATION = '23505'
/**
 * Codes of Prisma and Node that mean: no connection, or no turn in time. P2028: the transaction did not start, or timed
 * out; P2034: it met another one.
 */
const UNAVAILABLE_CODES = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'],
])
/**
 * SQLSTATEs: connection exceptions, shutdown, too many clients, idle in transaction, statement and lock timeout,
 * deadlock, serialization failure. The last two did nothing wrong and may be tried again by whoever knows that it is safe.
 */
const UNAVAILABLE_SQLSTATE = /^(08...|57P0[123]|53300|25P0[34]|57014|55P03|40P01|40001)$/
const UNAVAILABLE_KINDS = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionAlreadyClosed',
  'TransactionWriteConflict',
])
const UNAVAILABLE_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|server closed the connection/i

/** What is worth knowing of an error of Prisma (ORM or raw), of pg or of a socket. */
interface DatabaseError {
  code: string | undefined
  sqlState: string | undefined
  kind: string | undefined
  constraint: string | undefined
  message: string
}

/**
 * Whether a unique index refused the write, by the ORM (P2002) or by raw SQL (P2010 with SQLSTATE 23505). The
 * transaction is dead then: read back in a new door.
 *
 * @param index asks for this one only, by its name in the database.
 */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  const { code, sqlState, constraint, message } = readDatabaseError(error)
  if (code !== 'P2002' && sqlState !== UNIQUE_VIOLATION) return false
  return index === undefined || constraint === index || message.includes(`"${index}"`)
}

/** SQLSTATE of a failed statement, e.g. 42501 for a missing right; undefined when the database said nothing. */
export function getSqlState(error: unknown): string | undefined {
  return readDatabaseError(error).sqlState
}

/** An AppError `unavailable` for what may go well in a moment: no connection, no turn, a deadlock; other errors as they are. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof AppError || !isUnavailable(error)) return error
  return new AppError(
    'unavailable',
    'The database cannot answer at the moment. Please try again in a few seconds.',
    {},
    { cause: error },
  )
}

function isUnavailable(error: unknown): boolean {
  const { code, sqlState, kind, message } = readDatabaseError(error)
  return (
    (code !== undefined && UNAVAILABLE_CODES.has(code)) ||
    (sqlState !== undefined && UNAVAILABLE_SQLSTATE.test(sqlState)) ||
    (kind !== undefined && UNAVAILABLE_KINDS.has(kind)) ||
    UNAVAILABLE_MESSAGE.test(message)
  )
}

/** Prisma wraps the driver's error in `meta.driverAdapterError.cause` or `cause`; pg has `code` itself. */
function readDatabaseError(error: unknown): DatabaseError {
  const code = getString(error, 'code')
  const driverError = getPath(error, ['meta', 'driverAdapterError', 'cause']) ?? getPath(error, ['cause'])
  const sqlState =
    getString(driverError, 'originalCode') ??
    getString(driverError, 'code') ??
    (isSqlState(code) ? code : undefined)
  return {
    code,
    sqlState,
    kind: getString(driverError, 'kind'),
    constraint: getString(getPath(driverError, ['constraint']), 'index') ?? getString(error, 'constraint'),
    message: [getString(error, 'message'), getString(driverError, 'originalMessage')].join(' '),
  }
}

function isSqlState(code: string | undefined): boolean {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^P\d/.test(code)
}

function getPath(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value)
}

function getString(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined
  return typeof found === 'string' ? found : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
