import { expect, it } from 'vitest'
import { followRun } from '#lib/chat/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { toRunProblem } from './run-problems.ts'
import { addLiveRun } from './run-registry.ts'

it('hands over what came while the reader took its time, without waiting for more', async () => {
  const ctx = await insertAccount({ plan: 'free' })
  const id = createId()
  const run = addLiveRun({ workspaceId: ctx.workspaceId, id }, ctx.userId ?? '')
  run.publish({ type: 'step', name: 'search' })
  const events = await followRun(ctx, id, { after: 0, signal: AbortSignal.timeout(2_000) })
  await events.next()

  run.publish({ type: 'step', name: 'read' })
  expect(await events.next()).toMatchObject({ done: false, value: { seq: 2 } })

  run.publish({ type: 'error', problem: toRunProblem('interrupted', id) })
  expect(await events.next()).toMatchObject({ done: false, value: { seq: 3 } })
  expect(await events.next()).toMatchObject({ done: true })
})
