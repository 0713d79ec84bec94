import { afterEach, describe, expect, it, vi } from 'vitest'
import { createId } from '#lib/platform/id.ts'
import { log } from '#lib/platform/log.ts'
import { buryJob } from './bury-job.ts'

afterEach(() => vi.restoreAllMocks())

describe('buryJob', () => {
  it('leaves word of a job that nobody waits for', async () => {
    const error = vi.spyOn(log, 'error').mockImplementation(() => undefined)
    const payload = { outboxId: createId() }
    await buryJob(payload, 'job-1')
    expect(error).toHaveBeenCalledWith(
      { jobId: 'job-1', payload },
      expect.stringContaining('used up its tries'),
    )
  })
})
