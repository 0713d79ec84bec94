import type { Role } from '#lib/auth/context.ts'
import { accessText } from './access-text.ts'
import type { CreditsLevel } from './credits-level.ts'
import type { Period } from './periods.ts'
import { PLANS, planWithMore, upgradeUrl } from './plans.ts'
import { mayPay } from './problems.ts'
import type { AccessState, LimitKey, Limits, PlanKey, PlanNotice, PlanRequest } from './schema.ts'

export interface NoticeFacts {
  readonly access: AccessState
  readonly planKey: PlanKey
  readonly period: Period
  readonly limits: Pick<Limits, 'pages' | 'documents' | 'seats'>
  readonly usage: {
    readonly pages: number
    readonly documents: number
    readonly seats: number
  }
  readonly creditsLevel: CreditsLevel
  /** The last request for a plan. */
  readonly lastRequest?: Pick<PlanRequest, 'id' | 'planKey' | 'status' | 'reply'> | null
}

/** Who reads the notices. */
export interface Viewer {
  readonly userId: string | null
  readonly role: Role
  /** Whom to ask, for those who may not pay; null where nobody knows. */
  readonly ownerName: string | null
}

/** From this share of a limit on, a notice stands. The first one may be put away, for the period. */
const STEPS = [
  { share: 1, level: 'critical', dismissible: false },
  { share: 0.95, level: 'warning', dismissible: false },
  { share: 0.8, level: 'info', dismissible: true },
] as const

/** The share of a limit from which on its owner is told, in the product and by mail. */
export const FIRST_NOTICE_SHARE = 0.8

interface Subject {
  readonly key: 'credits' | Extract<LimitKey, 'pages' | 'documents' | 'seats'>
  readonly used: number
  readonly limit: number | null
  /** "82 % of …". */
  readonly what: string
  /** At the limit: what is used, and what still works. */
  readonly full: string
  readonly resets: boolean
}

/** What the person should know now: a payment that failed, and limits of which 80, 95 or 100 % are used. */
export function buildNotices(facts: NoticeFacts, viewer: Viewer): PlanNotice[] {
  return [
    ...accessNotice(facts),
    ...requestNotice(facts, viewer),
    ...subjects(facts).flatMap((subject) => usageNotice(subject, facts, viewer)),
  ]
}

function subjects({ limits, usage, creditsLevel }: NoticeFacts): Subject[] {
  return [
    {
      key: 'credits',
      ...creditsLevel,
      what: 'the credits you have',
      full: 'You have used all of the credits you have. Reading, searching and exporting go on; new answers wait.',
      resets: true,
    },
    {
      key: 'pages',
      used: usage.pages,
      limit: limits.pages,
      what: 'the pages your plan stores',
      full: 'You have used all of the pages your plan stores. You can still ask, read and export; deleting makes room for new documents.',
      resets: false,
    },
    {
      key: 'documents',
      used: usage.documents,
      limit: limits.documents,
      what: 'the documents your plan holds',
      full: 'You have used all of the documents your plan holds. You can still ask, read and export; deleting makes room for new ones.',
      resets: false,
    },
    {
      key: 'seats',
      used: usage.seats,
      // A plan for one person is no limit that anybody fills.
      limit: limits.seats === 1 && usage.seats <= 1 ? null : limits.seats,
      what: 'the seats of your plan',
      full: 'All seats of your plan are taken. Everybody works on; nobody else can join.',
      resets: false,
    },
  ]
}

function usageNotice(subject: Subject, { planKey, period }: NoticeFacts, viewer: Viewer): PlanNotice[] {
  const { key, used, limit, what, full, resets } = subject
  if (limit === null || (limit <= 0 && used <= 0)) return []
  const step = STEPS.find(({ share }) => used >= share * limit)
  if (!step) return []
  const { level, dismissible } = step
  const text = step.share === 1 ? full : `You have used ${Math.floor((used / limit) * 100)} % of ${what}.`
  const requiredPlan = planWithMore(planKey, key)
  return [
    {
      key: `${key}.${step.share * 100}:${period.start.toISOString().slice(0, 10)}`,
      level,
      dismissible,
      text: mayPay(viewer.role) ? text : `${text} ${whomToAsk(viewer.ownerName)}`,
      ...(resets ? { resetsAt: period.end.toISOString() } : {}),
      ...(requiredPlan ? { requiredPlan } : {}),
      ...(requiredPlan && mayPay(viewer.role)
        ? { action: { label: `See ${PLANS[requiredPlan].name}`, href: upgradeUrl(requiredPlan) } }
        : {}),
    },
  ]
}

function whomToAsk(ownerName: string | null): string {
  return ownerName
    ? `Ask ${ownerName}, who owns this workspace, for more.`
    : 'Ask the owner of this workspace for more.'
}

function accessNotice({ access }: NoticeFacts): PlanNotice[] {
  if (access === 'full') return []
  const level = access === 'grace' ? 'warning' : 'critical'
  return [{ key: `access.${access}`, level, dismissible: false, text: accessText(access) }]
}

/** What staff have decided, for the one who may ask; until it is put away, or the plan is another one again. */
function requestNotice({ lastRequest, planKey }: NoticeFacts, { role }: Viewer): PlanNotice[] {
  if (!lastRequest || !mayPay(role)) return []
  const { id, status, reply } = lastRequest
  const { name } = PLANS[lastRequest.planKey]
  const rest = reply ? ` ${reply}` : ''
  const notice = (text: string): PlanNotice[] => [
    { key: `request.${status}:${id}`, level: 'info', dismissible: true, text: `${text}${rest}` },
  ]
  if (status === 'granted' && lastRequest.planKey === planKey)
    return notice(`You are on ${name} now, as you asked.`)
  return status === 'declined' ? notice(`Your request for ${name} was declined.`) : []
}
