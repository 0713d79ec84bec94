import { findPlanRequestById, type PlanRequestRow } from '#lib/billing/index.ts'
import { systemClock } from '#lib/platform/clock.ts'
import { type Tx, withPlatform } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { queueMail } from '#lib/platform/mail/index.ts'
import { buildPlanDecisionMail, buildPlanRequestMail } from './billing-mails.ts'
import { listOperatorAddresses } from './operators.ts'
import { findRecipient, findWorkspaceName } from './owner-repository.ts'

/**
 * Mails about a request for a plan, by the state it is in: an open one to those who operate the platform, a decided one to
 * the person who asked.
 */
export function sendPlanRequestMail(workspaceId: string, requestId: string): Promise<void> {
  return withPlatform('sendBillingMail', async (tx) => {
    const request = await findPlanRequestById(tx, workspaceId, requestId)
    const workspace = await findWorkspaceName(tx, workspaceId)
    if (!request || !workspace) return
    const requester = request.requestedBy ? await findRecipient(tx, request.requestedBy) : null
    if (request.status === 'open') {
      await mailStaff(tx, request, { workspaceName: workspace.name, requester: requester?.email ?? null })
    } else if (request.status !== 'withdrawn' && requester) {
      const url = `${env().appUrl}/w/${workspace.slug}`
      await queueMail(tx, {
        to: requester.email,
        dedupeKey: `plan-request:${request.id}:${request.status}`,
        ...buildPlanDecisionMail({ request, workspaceName: workspace.name, url }),
      })
    }
  })
}

async function mailStaff(
  tx: Tx,
  request: PlanRequestRow,
  facts: { workspaceName: string; requester: string | null },
): Promise<void> {
  const mail = buildPlanRequestMail({ request, ...facts, url: `${env().appUrl}/admin` })
  // Once an hour for a workspace, however often its owner thinks better of it: the page tells the wish of the moment.
  const hour = systemClock.now().toISOString().slice(0, 13)
  const dedupeKey = `plan-request:${request.workspaceId}:open:${hour}`
  for (const to of await listOperatorAddresses(tx)) {
    await queueMail(tx, { to, dedupeKey: `${dedupeKey}:${to}`, ...mail })
  }
}
