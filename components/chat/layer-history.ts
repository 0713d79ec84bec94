/** In the state of a history entry that was made for something that lies over the page. */
const LAYER = 'footnoteLayer'

/** The parts of a window that are used here; a test brings its own. */
export interface HistoryHost {
  readonly history: Pick<History, 'state' | 'pushState' | 'replaceState' | 'back'>
  readonly location: Pick<Location, 'href'>
}

/** Whether the entry that is shown was made for a layer. */
export function isOnLayer({ history }: HistoryHost): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && LAYER in state
}

/**
 * A layer opens: Back closes it. One that opens from another takes its entry, so that one Back leads to the page;
 * `isOpen` says that one is open that came with the address.
 */
export function enterLayer(host: HistoryHost, address = host.location.href, isOpen = false): void {
  const state = { [LAYER]: true }
  if (isOnLayer(host)) host.history.replaceState(state, '', address)
  else if (isOpen) host.history.replaceState(null, '', address)
  else host.history.pushState(state, '', address)
}

/** A layer closes by other means than Back: its entry goes with it, or, opened by a link, becomes the page's. */
export function leaveLayer(host: HistoryHost, page?: string): void {
  if (isOnLayer(host)) host.history.back()
  else if (page !== undefined) host.history.replaceState(null, '', page)
}
