import 'server-only'

export { clientAddress } from './client-address.ts'
export { findPageUser, getPageContext, type PageContext } from './get-page-context.ts'
export { authenticateRequest, type Caller } from './resolve-context.ts'
export { encodeSession, findCookie, SESSION_MAX_AGE_SECONDS, serializeCookie } from './session-cookie.ts'
