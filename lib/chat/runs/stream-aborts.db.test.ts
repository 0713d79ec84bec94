// Every way in which the stream of an answer can end, and what the books say after it.
import { afterEach, expect, it } from 'vitest'
import type { WorkspaceContext } from '#lib/auth/context.ts'
import {
  createConversation,
  followRun,
  getConversation,
  getRun,
  overrideChatModel,
  type StartedRun,
  startRun,
  stopRun,
} from '#lib/chat/index.ts'
import { createId } from '#lib/platform/id.ts'
import type { StreamLimits } from '#lib/platform/llm/model.ts'
import { assertLedgerHolds, insertAccount } from '#lib/testing/billing.ts'
import { insertAskableDocument, type ModelStep, SCRIPTED_USAGE, scriptModel } from '#lib/testing/chat.ts'
import { ownerQuery } from '#lib/testing/database.ts'
import { findLiveRun } from './run-registry.ts'

const PAGE =
  'The harbour of Vale was dug in 1881.\nThe steam crane on the quay lifts forty tons of coal a day.'
const QUESTION = 'How many tons of coal does the steam crane lift a day?'
const ELSEWHERE = 'Who won the chess championship of Reykjavik?'
const FIRST = 'The steam crane on the quay lifts forty tons of coal a day. [1]'
const MORE = ' And then it '
const LONG = `${FIRST} ${'It does so every day. '.repeat(600)}`
const PRO_CREDITS_MC = 1_500_000
/** 800 tokens in and 40 out, as the provider counted them: (800 + 4 × 40) / 10. */
const BY_PROVIDER_MC = 96

/** Characters / 4 are a token where nobody else has counted; a tenth of input and four times the output is charged. */
function byOurCount(...texts: string[]): number {
  const inputTokens = Math.ceil((QUESTION.length + PAGE.length) / 4)
  const outputTokens = Math.ceil(texts.join('').length / 4)
  return Math.ceil((inputTokens + 4 * outputTokens) / 10)
}

interface Stage {
  readonly ctx: WorkspaceContext
  readonly started: StartedRun
  /** Lets the model go on where it waits. */
  goOn(): void
}

interface Row {
  readonly name: string
  readonly question?: string
  /** 'hang' = the model waits here, and `act` happens. Without usage among them, a complete answer ends with it. */
  readonly steps: readonly ModelStep[]
  readonly isCut?: boolean
  readonly limits?: StreamLimits
  readonly act?: (stage: Stage) => Promise<unknown>
  /** After the answer has ended. */
  readonly afterwards?: (stage: Stage) => Promise<unknown>
  readonly outcome: 'answered' | 'stopped' | 'refused' | 'failed'
  readonly code?: 'model_failed' | 'model_timeout'
  readonly chargedMc: number
  /** What it has cost us, in micro-dollars; null = no model was asked. */
  readonly cost: number | null
}

const stop = ({ ctx, started }: Stage) => stopRun(ctx, started.runId)
const endInTime = async ({ ctx, started }: Stage) =>
  findLiveRun({ workspaceId: ctx.workspaceId, id: started.runId })?.end('timeout')

async function disconnect({ ctx, started, goOn }: Stage) {
  const reader = new AbortController()
  const events = await followRun(ctx, started.runId, { after: 0, signal: reader.signal })
  await events.next()
  reader.abort()
  await events.return(undefined)
  goOn()
}

const broken = new Error('socket')
const failed = { outcome: 'failed', code: 'model_failed', chargedMc: 0 } as const
const late = { outcome: 'failed', code: 'model_timeout', chargedMc: 0 } as const
const refused = { outcome: 'refused', chargedMc: 0 } as const
const paid = SCRIPTED_USAGE.costMicroUsd

const ROWS: Row[] = [
  { name: 'whole', steps: [FIRST], outcome: 'answered', chargedMc: 1_000, cost: paid },

  { name: 'stopped before the first text', steps: ['hang'], act: stop, outcome: 'stopped', chargedMc: 0, cost: 0 },
  { name: 'stopped in the middle', steps: [FIRST, MORE, 'hang'], act: stop, outcome: 'stopped', chargedMc: byOurCount(FIRST, MORE), cost: 0 },
  { name: 'stopped after much text', steps: [LONG, 'hang'], act: stop, outcome: 'stopped', chargedMc: 1_000, cost: 0 },
  { name: 'stopped at the last text, counted by the provider', steps: [FIRST, SCRIPTED_USAGE, 'hang'], act: stop, outcome: 'stopped', chargedMc: BY_PROVIDER_MC, cost: paid },
  { name: 'stopped twice at once', steps: [FIRST, MORE, 'hang'], act: (stage) => Promise.all([stop(stage), stop(stage)]), outcome: 'stopped', chargedMc: byOurCount(FIRST, MORE), cost: 0 },
  { name: 'stopped after its end', steps: [FIRST], afterwards: stop, outcome: 'answered', chargedMc: 1_000, cost: paid },
  { name: 'left by its reader in the middle', steps: [FIRST, 'hang', ' [1]'], act: disconnect, outcome: 'answered', chargedMc: 1_000, cost: paid },

  { name: 'failed by the provider before the first text', steps: [broken], ...failed, cost: 0 },
  { name: 'failed by the provider in the middle', steps: [FIRST, broken], ...failed, cost: 0 },
  { name: 'failed by the provider at the end', steps: [FIRST, SCRIPTED_USAGE, broken], ...failed, cost: paid },
  { name: 'cut: it ends without its usage', steps: [FIRST, MORE], isCut: true, ...failed, cost: 0 },

  { name: 'timed out before the first text', steps: ['hang'], limits: { firstTextMs: 20 }, ...late, cost: 0 },
  { name: 'timed out between two texts', steps: [FIRST, 'hang'], limits: { nextTextMs: 20 }, ...late, cost: 0 },
  { name: 'timed out as a whole', steps: [FIRST, MORE, 'hang'], act: endInTime, ...late, cost: 0 },

  { name: 'empty', steps: [], ...refused, cost: paid },
  { name: 'without a sentence that a source supports', steps: ['The crane lifts fifty tons of ore a week. [1]'], ...refused, cost: paid },
  { name: 'refused, since the documents do not hold it', question: ELSEWHERE, steps: [], ...refused, cost: null },
] // biome-ignore format: a table

afterEach(() => overrideChatModel(null))

it.each(ROWS)('an answer that is $name: $outcome, $chargedMc mc', async (row) => {
  const { ctx, started } = await play(row)
  const { outcome, code, chargedMc, cost } = row
  const isFree = chargedMc === 0

  const [reservation] = await ownerQuery(
    `SELECT state, settled_mc::int AS "settledMc", held_mc::int AS "heldMc", overage_mc::int AS "overageMc"
     FROM quota_reservation WHERE workspace_id = $1`,
    [ctx.workspaceId],
  )
  expect(reservation).toEqual({ state: 'settled', settledMc: chargedMc, heldMc: 1_000, overageMc: 0 })

  const entries = await ownerQuery(
    `SELECT kind, amount_mc::int AS mc, cost_micro_usd::int AS cost, write_off AS "writeOff"
     FROM usage_entry WHERE workspace_id = $1 AND action = 'answer' ORDER BY kind`,
    [ctx.workspaceId],
  )
  const charge = { kind: 'charge', mc: chargedMc, cost: 0, writeOff: false }
  expect(entries).toEqual([
    ...(isFree ? [] : [charge]),
    ...(cost === null ? [] : [{ kind: 'cost', mc: 0, cost, writeOff: isFree }]),
  ])

  const [sums] = await ownerQuery(
    `SELECT coalesce(sum(charged_mc), 0)::int AS charged, coalesce(sum(overage_mc), 0)::int AS overage,
            coalesce(sum(cost_micro_usd), 0)::int AS cost, coalesce(sum(write_off_micro_usd), 0)::int AS "writeOff",
            coalesce(sum(entries), 0)::int AS entries
     FROM usage_daily WHERE workspace_id = $1 AND action = 'answer'`,
    [ctx.workspaceId],
  )
  const writeOff = isFree ? (cost ?? 0) : 0
  expect(sums).toEqual({ charged: chargedMc, overage: 0, cost: cost ?? 0, writeOff, entries: entries.length })

  const { receipt } = await getRun(ctx, started.runId)
  const creditsRemaining = (PRO_CREDITS_MC - chargedMc) / 1_000
  expect(receipt).toMatchObject({ credits: chargedMc / 1_000, creditsRemaining, refunded: 0 })
  const answer = (await getConversation(ctx, started.conversationId)).messages.at(-1)
  expect(answer).toMatchObject({ outcome, receipt: { credits: chargedMc / 1_000 } })
  expect(answer?.problem?.code).toBe(code)

  const { usedMc, reservedMc, heldMc, limitMc } = await assertLedgerHolds(ctx.workspaceId)
  expect({ usedMc, reservedMc, heldMc, limitMc }).toEqual({
    ...{ usedMc: chargedMc, reservedMc: 0, heldMc: 0 },
    limitMc: PRO_CREDITS_MC,
  })
})

it('keeps our own count beside that of a provider, for the check that compares them', async () => {
  const { ctx } = await play({ name: '', steps: [FIRST], outcome: 'answered', chargedMc: 1_000, cost: paid })
  const counts = await ownerQuery(
    `SELECT source, input_tokens AS "in", output_tokens AS "out", estimated_input_tokens AS "ownIn",
            estimated_output_tokens AS "ownOut"
     FROM usage_entry WHERE workspace_id = $1 AND kind = 'cost'`,
    [ctx.workspaceId],
  )
  const ownIn = Math.ceil((QUESTION.length + PAGE.length) / 4)
  const ownOut = Math.ceil(FIRST.length / 4)
  expect(counts).toEqual([{ source: 'provider', in: 800, out: 40, ownIn, ownOut }])
})

/** Asks the question of a row and waits until its run is over. */
async function play({ question = QUESTION, steps, limits, isCut, act, afterwards }: Row) {
  const ctx = await insertAccount({ plan: 'pro' })
  await insertAskableDocument(ctx, { pages: [PAGE] })
  const conversationId = (await createConversation(ctx, {})).id
  const reached = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  function* script(): Generator<ModelStep> {
    for (const step of steps) {
      if (step === 'hang') reached.resolve()
      yield step === 'hang' ? held.promise : step
    }
  }
  const saysUsage = steps.some((step) => typeof step === 'object' && 'inputTokens' in step)
  const usage = isCut || saysUsage ? { usage: null } : {}
  overrideChatModel(scriptModel(script, { ...usage, ...(limits ? { limits } : {}) }))
  const started = { ...(await startRun(ctx, conversationId, { question }, createId())), conversationId }
  const stage = { ctx, started, goOn: held.resolve }
  if (act) {
    await reached.promise
    await act(stage)
  }
  await started.finished
  await afterwards?.(stage)
  return stage
}
