import type { RateLimit } from './limit-rate.ts'

const HOUR = 3600

/** Tries of passwords from one address, whichever account they are for (an account has its own lock). */
export const SIGN_IN_LIMIT: RateLimit = {
  name: 'sign-in',
  points: 100,
  seconds: HOUR,
  by: 'address',
  uncounted: 'refuse',
}
/** Whatever sends a mail. */
export const MAIL_LIMIT: RateLimit = {
  name: 'mail',
  points: 30,
  seconds: HOUR,
  by: 'address',
  uncounted: 'refuse',
}
/** Tries of mailed links. */
export const TOKEN_LIMIT: RateLimit = {
  name: 'token',
  points: 60,
  seconds: HOUR,
  by: 'address',
  uncounted: 'refuse',
}
/** Tries of the link that makes somebody staff. */
export const CLAIM_LIMIT: RateLimit = {
  name: 'claim-staff',
  points: 10,
  seconds: HOUR,
  by: 'user',
  uncounted: 'refuse',
}
/** Changes that people make by hand. */
export const SETTINGS_LIMIT: RateLimit = {
  name: 'settings',
  points: 60,
  seconds: 60,
  by: 'user',
  uncounted: 'admit',
}
/** Searches cost us work and the caller nothing. */
export const SEARCH_LIMIT: RateLimit = {
  name: 'search',
  points: 120,
  seconds: 60,
  by: 'user',
  uncounted: 'admit',
}
/** Questions; credits and the runs at once bound them, too. */
export const RUN_LIMIT: RateLimit = {
  name: 'run',
  points: 30,
  byPlan: { free: 30, pro: 60, team: 60, enterprise: 120 },
  seconds: 60,
  by: 'user',
  uncounted: 'refuse',
}
/** What leaves rows and jobs behind. A folder of two hundred files is no abuse. */
export const WRITE_LIMIT: RateLimit = {
  name: 'write',
  points: 300,
  seconds: 60,
  by: 'user',
  uncounted: 'refuse',
}
/** Requests of resumable uploads, of which a file may take many. */
export const UPLOAD_LIMIT: RateLimit = {
  name: 'upload',
  points: 900,
  seconds: 60,
  by: 'user',
  uncounted: 'refuse',
}
