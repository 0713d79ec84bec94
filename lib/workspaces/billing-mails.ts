import type { NoticedLimit } from '#lib/billing/index.ts'
import { dollars, PLANS, type Plan } from '#lib/billing/plans.ts'
import type { PlanKey, PlanRequest } from '#lib/billing/schema.ts'
import { renderMail } from '#lib/platform/mail/index.ts'

interface Mail {
  subject: string
  text: string
  html: string
}

const LIMIT_WORDS: Record<NoticedLimit, { name: string; atTheEnd: string }> = {
  credits: {
    name: 'credits',
    atTheEnd: 'When they are used up, new answers wait; reading, searching and exporting go on.',
  },
  pages: {
    name: 'pages',
    atTheEnd:
      'When they are used up, no new documents are taken; asking, reading and exporting go on. Deleting makes room.',
  },
  documents: {
    name: 'documents',
    atTheEnd:
      'When all are there, no new ones are taken; asking, reading and exporting go on. Deleting makes room.',
  },
}

/** What the owner learns, once a month for each limit. The workspace's name is the owner's own words. */
export function buildUsageMail(facts: {
  workspaceName: string
  limitKey: NoticedLimit
  used: number
  limit: number
  resetsAt: Date
  requiredPlan: PlanKey | undefined
  url: string
}): Mail {
  const { limitKey, used, limit, requiredPlan } = facts
  const { name, atTheEnd } = LIMIT_WORDS[limitKey]
  const share = Math.floor((used / limit) * 100)
  const bodies = renderMail({
    heading: `${share} % of your ${name} are used`,
    paragraphs: [
      `${facts.workspaceName} has used ${count(used)} of ${count(limit)} ${name}. ${atTheEnd}`,
      ...(limitKey === 'credits' ? [`New credits come on ${day(facts.resetsAt)}.`] : []),
      ...(requiredPlan ? [`${PLANS[requiredPlan].name} holds more: ${priceOf(PLANS[requiredPlan])}.`] : []),
    ],
    action: { label: requiredPlan ? 'Compare plans' : 'Open Footnote', url: facts.url },
    footer: 'This mail comes at most once a month for each limit.',
  })
  return { subject: `${share} % of your ${name} are used`, ...bodies }
}

/** What those who operate the platform learn of a request. */
export function buildPlanRequestMail(facts: {
  request: PlanRequest
  workspaceName: string
  requester: string | null
  url: string
}): Mail {
  const { request, workspaceName, requester } = facts
  const bodies = renderMail({
    heading: `${workspaceName} asks for ${planText(request)}`,
    paragraphs: [
      `${requester ?? 'Somebody who has left'} asks for ${planText(request)}, by the ${request.interval}.`,
      ...(request.note ? [`“${request.note}”`] : []),
    ],
    action: { label: 'Decide', url: facts.url },
  })
  return { subject: `Request for ${PLANS[request.planKey].name}`, ...bodies }
}

/** How a request was decided, for the person who made it. */
export function buildPlanDecisionMail(facts: {
  request: PlanRequest
  workspaceName: string
  url: string
}): Mail {
  const { request, workspaceName, url } = facts
  const { name } = PLANS[request.planKey]
  const isGranted = request.status === 'granted'
  const bodies = renderMail({
    heading: isGranted ? `${workspaceName} is on ${name} now` : `About your request for ${name}`,
    paragraphs: [
      isGranted
        ? `You asked for ${planText(request)}. It holds from now on; what you have used this month stays counted.`
        : `You asked for ${planText(request)}. We cannot grant it now; everything stays as it is.`,
      ...(request.reply ? [`We wrote: “${request.reply}”`] : []),
    ],
    action: { label: 'Open Footnote', url },
  })
  return { subject: isGranted ? `You are on ${name} now` : `About your request for ${name}`, ...bodies }
}

function planText({ planKey, seats }: PlanRequest): string {
  const { name, perSeat }: Plan = PLANS[planKey]
  return perSeat ? `${name} with ${count(seats)} seats` : name
}

function priceOf({ priceCents, perSeat }: Plan): string {
  if (priceCents === null) return 'by contract'
  return `${dollars(priceCents.month)} a month${perSeat ? ' per seat' : ''}`
}

function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 })
}

function day(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
