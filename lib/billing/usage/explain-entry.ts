import { formatCredits, PLANS, PRICES, stoppedAnswerMc } from '#lib/billing/plans.ts'
import { PLAN_KEYS } from '#lib/billing/schema.ts'
import type { Entry } from './entry.ts'

/** An entry in words: what it is, and why it is that much. */
export interface Explanation {
  readonly title: string
  readonly text: string
}

type Facts = Omit<Entry, 'id'>
type Grant = NonNullable<Entry['grant']>

/** Says only what the ledger holds: where a number is missing, the sentence that needs it is missing too. */
export function explainEntry(entry: Facts): Explanation {
  switch (entry.kind) {
    case 'grant':
      return explainGrant(entry)
    case 'revoke':
      return {
        title: 'Credits taken back',
        text: sentences(
          `${credits(entry.mc)} that nobody had used.`,
          entry.grant && `They came from: ${lower(sourceName(entry.grant.source, entry.planKey))}.`,
        ),
      }
    case 'charge':
      return explainCharge(entry)
    case 'refund':
      return explainRefund(entry)
    case 'overage':
      return {
        title: `${actionName(entry.action)}, above what was reserved`,
        text: `${credits(entry.mc)} more were used than had been reserved. That is our loss: nobody is charged for it.`,
      }
    case 'free':
      return explainFree(entry)
    case 'expire':
      return explainExpiry(entry)
  }
}

function explainGrant({ grant, mc, planKey, refId }: Facts): Explanation {
  if (!grant) return { title: 'Credits given', text: `${credits(mc)}.` }
  const title = sourceName(grant.source, planKey)
  const [before, after] = /^\d+-\d+$/.test(refId ?? '') ? (refId ?? '').split('-').map(Number) : []
  if (before !== undefined && after !== undefined) {
    return {
      title: `${title}, raised`,
      text: `From ${credits(before)} to ${credits(after)} for the rest of the month. What was used stays used.`,
    }
  }
  return { title, text: sentences(`${credits(mc)}.`, validity(grant)) }
}

function validity({ startsAt, expiresAt }: Grant): string {
  if (!expiresAt) return 'They stay until they are spent.'
  return `They hold from ${day(startsAt)} to ${day(expiresAt)} (UTC); what is left then ends.`
}

function explainCharge(entry: Facts): Explanation {
  const { action, mc, reservation, tokens } = entry
  const total = reservation?.settledMc ?? mc
  const name = actionName(action)
  const part = total > mc ? `${credits(mc)} of it from these credits: ${fundsName(entry)}.` : null
  const isStopped = action === 'answer' && reservation !== null && total < reservation.heldMc
  if (isStopped) {
    return { title: `${name}, stopped`, text: sentences(stoppedText(total, tokens), part) }
  }
  if (reservation?.quotedMc != null) {
    const within = total < reservation.quotedMc ? ', less than was quoted' : ', as quoted'
    return {
      title: name,
      text: sentences(
        `${credits(total)} of the ${formatCredits(reservation.quotedMc)} quoted${within}.`,
        part,
      ),
    }
  }
  const price =
    action === 'answer' && total === PRICES.answer ? 'An answer costs 1 credit, however long.' : null
  return { title: name, text: sentences(price ?? `${credits(total)}.`, tokensText(tokens), part) }
}

/** The formula, where its numbers give the charge. */
function stoppedText(chargedMc: number, tokens: Facts['tokens']): string {
  const plain = `Stopped before the end: ${credits(chargedMc)} instead of ${formatCredits(PRICES.answer)}.`
  if (!tokens || stoppedAnswerMc(tokens.input, tokens.output) !== chargedMc) return plain
  return (
    `Stopped after ${count(tokens.output)} output tokens: (${count(tokens.input)} input + 4 × ${count(tokens.output)} output) / 10 = ` +
    `${count(chargedMc)} thousandths of a credit.`
  )
}

function tokensText(tokens: Facts['tokens']): string | null {
  if (!tokens?.model) return null
  return `${count(tokens.input)} tokens read and ${count(tokens.output)} written by ${tokens.model}.`
}

function explainRefund({ action, mc, refId, at, grant }: Facts): Explanation {
  const isLate = grant?.expiresAt && at >= grant.expiresAt
  return {
    title: `${actionName(action)}, given back`,
    text: sentences(
      `${credits(mc)} given back${refId ? ` for ${refId.replace('-', ' ')}` : ''}.`,
      isLate ? 'The credits they came from had ended, so the balance stays.' : null,
    ),
  }
}

const FREE_ENDINGS: Record<string, Explanation> = {
  refused: { title: 'Not in the documents', text: 'Nothing in the documents answers it: free.' },
  stopped: { title: 'Answer, stopped', text: 'Stopped before its first words: free.' },
  failed: { title: 'Answer, failed', text: 'It failed on our side: free, the cost is ours.' },
  interrupted: { title: 'Answer, interrupted', text: 'Our process ended before the answer did: free.' },
}

function explainFree({ action, reservation, tokens }: Facts): Explanation {
  const ending = reservation?.ending ? FREE_ENDINGS[reservation.ending] : undefined
  if (ending) return { title: ending.title, text: sentences(ending.text, tokensText(tokens)) }
  const name = actionName(action)
  if (reservation?.state !== 'settled') {
    const held = reservation && reservation.heldMc > 0
    // The ledger knows that it ended, not why: the plan's limit, the file itself or we may have stopped it.
    if (action === 'ingest' && reservation?.state === 'released')
      return { title: 'Document not added', text: 'It was not added: free. The list of documents says why.' }
    return {
      title: `${name}, not finished`,
      text: held
        ? `It did not finish: the ${credits(reservation.heldMc)} reserved for it came back.`
        : 'It did not finish: free.',
    }
  }
  if (action === 'ingest') {
    return { title: name, text: 'Reading a document is free; its pages count as stored.' }
  }
  return { title: name, text: 'Free.' }
}

function explainExpiry({ mc, grant, planKey }: Facts): Explanation {
  if (!grant) return { title: 'Credits ended', text: `${credits(mc)} were left.` }
  return {
    title: grant.source === 'plan' ? 'End of the month' : `${sourceName(grant.source, planKey)}, ended`,
    text: `${credits(mc)} of ${formatCredits(grant.limitMc)} were left on ${day(grant.expiresAt ?? grant.startsAt)} (UTC).`,
  }
}

const ACTION_NAMES: Record<string, string> = {
  answer: 'Answer',
  ingest: 'Document read',
  embed: 'Document indexed',
  reindex: 'Passages made anew',
  summary: 'Summary',
  mindMap: 'Mind map',
  ocr: 'Scanned pages read',
}

function actionName(action: string): string {
  return ACTION_NAMES[action] ?? action
}

/** Where credits came from. */
export function sourceName(source: string, planKey: string): string {
  if (source === 'plan') return `Monthly grant, ${planName(planKey)}`
  return (
    {
      topup: 'Credits bought',
      admin: 'Credits given by us',
      trial: 'Credits of the trial',
      carry: 'Credits carried over',
    }[source] ?? 'Credits given'
  )
}

function planName(planKey: string): string {
  const key = PLAN_KEYS.find((known) => known === planKey)
  return key ? PLANS[key].name : planKey
}

function fundsName({ grant, planKey }: Facts): string {
  return grant ? lower(sourceName(grant.source, planKey)) : 'unknown'
}

function credits(mc: number): string {
  return `${formatCredits(mc)} ${mc === 1_000 ? 'credit' : 'credits'}`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function day(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function sentences(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' ')
}
