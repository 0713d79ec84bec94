import type { WorkspaceContext } from '#lib/auth/context.ts'
import { BUILTIN_PACE, createBuiltinModel } from '#lib/chat/builtin/builtin-model.ts'
import { env } from '#lib/platform/env.ts'
import type { ChatModel } from '#lib/platform/llm/model.ts'
import { processState } from '#lib/platform/process-state.ts'

interface Models {
  builtin: ChatModel
  /** Takes the place of every model; for tests. */
  override: ChatModel | null
}

/** The model that answers in this workspace. Connected models are chosen here. */
export function getChatModel(_ctx: Pick<WorkspaceContext, 'workspaceId'>): ChatModel {
  const { builtin, override } = models()
  return override ?? builtin
}

/** Puts `model` in the place of every other in this process; null takes it out again. For tests. */
export function overrideChatModel(model: ChatModel | null): void {
  models().override = model
}

function models(): Models {
  return processState('chat.models', () => ({
    builtin: createBuiltinModel({ ...BUILTIN_PACE, pauseMs: env().builtinPauseMs }),
    override: null,
  }))
}
