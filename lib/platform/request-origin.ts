import { AsyncLocalStorage } from 'node:async_hooks'
import { processState } from './process-state.ts'

/** Where a request came from, for the audit log. */
export interface RequestOrigin {
  /** Null where no proxy that we trust has told it. */
  readonly address: string | null
  readonly userAgent: string | null
}

const MAX_LENGTH = 400

/** Everything that `fn` starts knows where its request came from. */
export function withRequestOrigin<T>({ address, userAgent }: RequestOrigin, fn: () => T): T {
  const cut = (text: string | null) => text?.slice(0, MAX_LENGTH) ?? null
  return origins().run({ address: cut(address), userAgent: cut(userAgent) }, fn)
}

/** Of the request that is being answered; nulls in jobs and scripts. */
export function requestOrigin(): RequestOrigin {
  return origins().getStore() ?? { address: null, userAgent: null }
}

function origins(): AsyncLocalStorage<RequestOrigin> {
  return processState('requestOrigin', () => new AsyncLocalStorage())
}
