import { describe, expect, it } from 'vitest'
import { AppError, isAppError } from '#lib/platform/errors.ts'
import { getSqlState, translateDatabaseError } from './errors.ts'

const prismaError = (code: string, cause: object = {}) =>
  Object.assign(new Error('failed'), { code, meta: { driverAdapterError: { cause } } })

describe('translateDatabaseError', () => {
  it.each([
    ['an unreachable server', prismaError('P1001')],
    ['a connection closed in the middle', prismaError('P2010', { kind: 'ConnectionClosed' })],
    ['no turn in time', prismaError('P2028')],
    ['a refused socket', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a server that shuts down', Object.assign(new Error('bye'), { code: '57P01' })],
    ['a statement timeout', prismaError('P2010', { originalCode: '57014' })],
    ['a lock timeout', prismaError('P2010', { originalCode: '55P03' })],
    ['a deadlock', prismaError('P2010', { originalCode: '40P01' })],
    ['a serialization failure', prismaError('P2034')],
    ['an error of pg without a code', new Error('Connection terminated unexpectedly')],
  ])('makes "unavailable" of %s, with the cause', (_, error) => {
    const translated = translateDatabaseError(error)
    expect(isAppError(translated, 'unavailable')).toBe(true)
    expect(translated).toMatchObject({ cause: error })
  })

  it.each([
    ['a unique violation', prismaError('P2002')],
    ['a missing right', prismaError('P2010', { originalCode: '42501' })],
    ['a programming error', new TypeError('x is not a function')],
    ['an answer of our own', new AppError('not_found', 'There is no such document.')],
  ])('leaves %s alone', (_, error) => {
    expect(translateDatabaseError(error)).toBe(error)
  })
})

describe('getSqlState', () => {
  it('reads it from raw SQL of the ORM and from pg, and is undefined elsewhere', () => {
    expect(getSqlState(prismaError('P2010', { originalCode: '23505' }))).toBe('23505')
    expect(getSqlState(Object.assign(new Error('x'), { code: '42501' }))).toBe('42501')
    expect(getSqlState(prismaError('P2025'))).toBeUndefined()
    expect(getSqlState('text')).toBeUndefined()
  })
})
