import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { createConversation, getConversation, startRun } from '#lib/chat/index.ts'
import { createId } from '#lib/platform/id.ts'
import { insertAccount } from '#lib/testing/billing.ts'
import { addDocument, ingest } from '#lib/testing/documents.ts'
import landing from './landing-answer.json'

const SAMPLE = { path: 'public/sample/elderwick-annual-report.pdf', name: 'Elderwick annual report.pdf' }
const QUESTION = 'What did the replacement of the bearing cost, and who paid for it?'
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

it('shows on the front page what the product answers about its sample, word for word', async () => {
  const ctx = await insertAccount()
  const bytes = await readFile(SAMPLE.path)
  const document = await addDocument(ctx, { name: SAMPLE.name, bytes })
  await ingest(ctx, document.versionId)
  const conversation = await createConversation(ctx, {})
  const run = await startRun(ctx, conversation.id, { question: QUESTION }, createId())
  await run.finished
  const { messages } = await getConversation(ctx, conversation.id)
  const answer = { question: QUESTION, message: messages.at(-1) }
  // When the product answers better than before, the file takes what this prints as received.
  expect(withStableIds(answer)).toEqual(landing)
})

/** Ids and times differ at each run; everything that people see does not. */
function withStableIds(value: object): unknown {
  const ids = new Map<string, string>()
  const json = JSON.stringify(value, null, 2).replace(ID, (id) => {
    const stable = ids.get(id) ?? `01900000-0000-7000-8000-${String(ids.size + 1).padStart(12, '0')}`
    ids.set(id, stable)
    return stable
  })
  return JSON.parse(json.replace(/"createdAt": "[^"]+"/, '"createdAt": "2026-01-01T00:00:00.000Z"'))
}
