import 'server-only'

export { findConversationTitles, findQuestions, isCited } from './conversation-repository.ts'
export {
  restoreConversation,
  trashConversation,
  updateConversation,
} from './conversations/change-conversation.ts'
export { createConversation } from './conversations/create-conversation.ts'
export { getCitation, getConversation } from './conversations/get-conversation.ts'
export { listConversations } from './conversations/list-conversations.ts'
export { getChatModel, overrideChatModel } from './models.ts'
export { findLostRuns, listRunsEndedLongAgo, type NumberedEvent } from './run-repository.ts'
export { followRun, getRun } from './runs/follow-run.ts'
export { pruneRunEvents } from './runs/prune-run-events.ts'
export { type StartedRun, startRun } from './runs/start-run.ts'
export { stopRun } from './runs/stop-run.ts'
export { sweepRun } from './runs/sweep-runs.ts'
