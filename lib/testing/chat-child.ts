// A second web process that makes one answer and then hangs in it: for stops, followers and crashes across processes.
// node --conditions=react-server lib/testing/chat-child.ts <workspaceId> <userId> <conversationId> <question> <first text>
import { overrideChatModel, startRun } from '#lib/chat/index.ts'
import { createId } from '#lib/platform/id.ts'
import { beginShutdown } from '#lib/platform/shutdown.ts'
import { scriptModel } from './chat.ts'

const [workspaceId = '', userId = '', conversationId = '', question = '', text = ''] = process.argv.slice(2)
process.on('SIGTERM', () => void beginShutdown())
overrideChatModel(scriptModel([text, 'hang']))
const ctx = { workspaceId, userId, role: 'owner', surface: 'web', requestId: createId() } as const
const run = await startRun(ctx, conversationId, { question }, createId())
process.stdout.write(`${run.runId}\n`)
// Keeps the process alive while nothing else does.
const timer = setInterval(() => undefined, 1_000)
await run.finished
clearInterval(timer)
process.stdout.write('finished\n')
process.exit(0)
