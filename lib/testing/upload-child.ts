// A web process of its own that takes one PATCH whose second half comes at SIGUSR2, and prints the answer's status.
// node --conditions=react-server lib/testing/upload-child.ts <workspaceId> <userId> <uploadId> <offset> <bytes> <letter>
import { handleUpload } from '#lib/documents/index.ts'
import { closeDatabase } from '#lib/platform/db/index.ts'
import { isAppError } from '#lib/platform/errors.ts'
import { createId } from '#lib/platform/id.ts'

const [workspaceId = '', userId = '', uploadId = '', offset = '0', bytes = '0', letter = ''] =
  process.argv.slice(2)
const half = Buffer.alloc(Number(bytes) / 2, letter)
const ctx = { workspaceId, userId, role: 'owner', surface: 'web', requestId: createId() } as const
const told = new Promise<void>((resolve) => process.once('SIGUSR2', () => resolve()))
const timer = setInterval(() => undefined, 1_000)

let sent = 0
const body = new ReadableStream<Uint8Array>({
  async pull(controller) {
    if (sent === 1) await told
    if (sent === 2) return controller.close()
    sent += 1
    controller.enqueue(half)
  },
})
const patch: RequestInit & { duplex: 'half' } = {
  method: 'PATCH',
  headers: {
    'tus-resumable': '1.0.0',
    'upload-offset': offset,
    'content-type': 'application/offset+octet-stream',
  },
  body,
  duplex: 'half',
}
const request = new Request(`http://localhost/api/uploads/${uploadId}`, patch)
const status = await handleUpload(ctx, request).then(
  (response) => String(response.status),
  (error: unknown) => (isAppError(error) ? error.code : String(error)),
)
process.stdout.write(`${status}\n`)
clearInterval(timer)
await closeDatabase()
process.exit(0)
