// Runs before each database test file, before any module of it loads.
import { afterAll, inject } from 'vitest'
import { startTestDatabase, stopTestDatabase } from './database.ts'

await startTestDatabase(inject('databaseTemplate'))
afterAll(stopTestDatabase)
