import type { RateLimit } from './limit-rate.ts'

const HOUR = 3600

/** Tries of passwords from one address, whichever account they are for (an account has its own lock). */
export const SIGN_IN_LIMIT: RateLimit = { name: 'sign-in', points: 100, seconds: HOUR, by: 'address' }
/** Whatever sends a mail. */
export const MAIL_LIMIT: RateLimit = { name: 'mail', points: 30, seconds: HOUR, by: 'address' }
/** Tries of mailed links. */
export const TOKEN_LIMIT: RateLimit = { name: 'token', points: 60, seconds: HOUR, by: 'address' }
/** Changes that people make by hand. */
export const SETTINGS_LIMIT: RateLimit = { name: 'settings', points: 60, seconds: 60, by: 'user' }
