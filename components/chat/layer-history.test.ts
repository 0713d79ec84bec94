import { describe, expect, it } from 'vitest'
import { enterLayer, type HistoryHost, isOnLayer, leaveLayer } from './layer-history.ts'

/** A tab with one page before the conversation. */
function makeTab(start = '/chat/1') {
  const entries: { state: unknown; address: string }[] = [
    { state: null, address: '/before' },
    { state: null, address: start },
  ]
  const tab: HistoryHost & { where: () => string; length: () => number } = {
    history: {
      get state() {
        return entries.at(-1)?.state
      },
      pushState: (state, _title, address) => void entries.push({ state, address: String(address) }),
      replaceState: (state, _title, address) =>
        void entries.splice(-1, 1, { state, address: String(address) }),
      back: () => void entries.pop(),
    },
    location: {
      get href() {
        return entries.at(-1)?.address ?? ''
      },
    },
    where: () => tab.location.href,
    length: () => entries.length,
  }
  return tab
}

describe('layers over a page', () => {
  it('closes with Back, and leaves with the next one', () => {
    const tab = makeTab()
    enterLayer(tab)
    tab.history.back()
    expect(tab.where()).toBe('/chat/1')
    expect(isOnLayer(tab)).toBe(false)
    tab.history.back()
    expect(tab.where()).toBe('/before')
  })

  it('leaves nothing behind when it is closed by its own button', () => {
    const tab = makeTab()
    enterLayer(tab, '/chat/1?cite=a')
    leaveLayer(tab, '/chat/1')
    expect([tab.where(), tab.length()]).toEqual(['/chat/1', 2])
  })

  it('takes one entry for the sheet, the page it opens, and the next footnote', () => {
    const tab = makeTab()
    enterLayer(tab)
    enterLayer(tab, '/chat/1?cite=a')
    enterLayer(tab, '/chat/1?cite=b')
    expect(tab.where()).toBe('/chat/1?cite=b')
    tab.history.back()
    expect([tab.where(), tab.length()]).toEqual(['/chat/1', 2])
  })

  it('stays on the conversation when a page was opened by a link and is closed', () => {
    const tab = makeTab('/chat/1?cite=a')
    enterLayer(tab, '/chat/1?cite=b', true)
    leaveLayer(tab, '/chat/1')
    expect([tab.where(), tab.length()]).toEqual(['/chat/1', 2])
  })

  it('does not touch the history when nothing of its own is on top', () => {
    const tab = makeTab()
    leaveLayer(tab)
    expect([tab.where(), tab.length()]).toEqual(['/chat/1', 2])
  })
})
