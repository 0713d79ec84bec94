export { type Api, type ApiOrigin, api, type CallOptions, createApi } from './api.ts'
export { ApiProblem } from './api-problem.ts'
export { type EventStreamOptions, readEventStream, type StreamedEvent } from './read-event-stream.ts'
export { type SignInResult, signIn, signOut } from './sign-in.ts'
