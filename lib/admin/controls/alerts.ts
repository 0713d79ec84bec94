import type { Tx } from '#lib/platform/db/index.ts'
import { env } from '#lib/platform/env.ts'
import { queueMail, renderMail } from '#lib/platform/mail/index.ts'
import { listOperatorAddresses } from '#lib/workspaces/index.ts'
import type { CheckResult } from './control-repository.ts'

/** What a check that begins to fail, or is right again, is told as. `id` is its result: the same incident, one mail. */
export interface Alert {
  readonly id: string
  readonly result: CheckResult
}

/** Mails those who operate the platform. */
export async function mailAlerts(tx: Tx, alerts: readonly Alert[]): Promise<void> {
  if (alerts.length === 0) return
  const addresses = await listOperatorAddresses(tx)
  for (const { id, result } of alerts) {
    const mail = result.ok ? buildRecoveredMail(result) : buildAlertMail(result)
    for (const to of addresses) await queueMail(tx, { to, dedupeKey: `control:${id}:${to}`, ...mail })
  }
}

/** Ids and amounts only: mail is read on many screens. */
export function buildAlertMail({ checkKey, violations, sample }: CheckResult) {
  const subject = `Control check failed: ${checkKey}`
  return {
    subject,
    ...renderMail({
      heading: subject,
      paragraphs: [
        `${checkKey} has found ${violations} ${violations === 1 ? 'thing' : 'things'} that cannot be.`,
        ...sample.map((item) => JSON.stringify(item)),
        'Nothing was changed. You get one more mail when it is right again.',
      ],
      action: { label: 'Open the checks', url: `${env().appUrl}/admin` },
    }),
  }
}

function buildRecoveredMail({ checkKey }: CheckResult) {
  const subject = `Control check is right again: ${checkKey}`
  return {
    subject,
    ...renderMail({
      heading: subject,
      paragraphs: [`${checkKey} finds nothing any more.`],
      action: { label: 'Open the checks', url: `${env().appUrl}/admin` },
    }),
  }
}
