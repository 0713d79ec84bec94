import { describe, expect, it } from 'vitest'
import { describeReady } from './ready-file.ts'

const ready = { url: 'http://localhost:3000', port: 3000, pids: { web: 1 } }
const url = 'postgresql://footnote_app:canary@db/footnote'

describe('ready.json', () => {
  it('never holds the address of a server, which has a password in it', () => {
    expect(describeReady(ready, { kind: 'server', url })).not.toContain('canary')
  })

  it('holds the address of the embedded database, whose folder it lies in', () => {
    expect(JSON.parse(describeReady(ready, { kind: 'embedded', url }))).toEqual({
      ...ready,
      databaseUrl: url,
    })
  })
})
