import 'server-only'

export { clientAddress } from './client-address.ts'
export { findPageUser, getPageContext, getStaffPage, type PageContext } from './get-page-context.ts'
export { handleNextAuth } from './handle-next-auth.ts'
export { authenticateRequest, type Caller } from './resolve-context.ts'
export { encodeSession, findCookie, SESSION_MAX_AGE_SECONDS, serializeCookie } from './session-cookie.ts'
export { signInBrowser } from './sign-in-browser.ts'
