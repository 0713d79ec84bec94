// Runs before each database test file, before any module of it loads.
import { afterAll, inject } from 'vitest'
import { startQueue, stopQueue } from '#lib/platform/queue/index.ts'
import { startTestDatabase, stopTestDatabase } from './database.ts'

await startTestDatabase(inject('databaseTemplate'))
// As every process does before its first request: services put jobs into the queue.
await startQueue('web')
afterAll(async () => {
  await stopQueue()
  await stopTestDatabase()
})
