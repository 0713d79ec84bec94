import type * as z from 'zod'
import type { AccessState, Limits, noticeSchema } from './schema.ts'

type Notice = z.infer<typeof noticeSchema>

interface Facts {
  access: AccessState
  limits: Pick<Limits, 'pages' | 'documents'>
  usage: {
    pages: number
    documents: number
    credits: { granted: number; used: number; held: number; purchased: number }
  }
}

/** From this share of a limit on, a notice stands. */
const STEPS = [
  { share: 1, level: 'critical' },
  { share: 0.95, level: 'warning' },
  { share: 0.8, level: 'info' },
] as const

/** What the person should know now: a payment that failed, and limits of which 80, 95 or 100 % are used. */
export function buildNotices({ access, limits, usage }: Facts): Notice[] {
  const { granted, used, held, purchased } = usage.credits
  const credits = granted + purchased
  return [
    ...accessNotice(access),
    ...usageNotice('credits', used + held, credits, 'the credits you have'),
    ...usageNotice('pages', usage.pages, limits.pages, 'the pages your plan stores'),
    ...usageNotice('documents', usage.documents, limits.documents, 'the documents your plan holds'),
  ]
}

function usageNotice(key: string, used: number, limit: number | null, what: string): Notice[] {
  if (limit === null || limit <= 0) return []
  const step = STEPS.find(({ share }) => used >= share * limit)
  if (!step) return []
  const text =
    step.share === 1
      ? `You have used all of ${what}.`
      : `You have used ${Math.floor((used / limit) * 100)} % of ${what}.`
  return [{ key: `${key}.${step.share * 100}`, level: step.level, text }]
}

function accessNotice(access: AccessState): Notice[] {
  const notice = (level: Notice['level'], text: string): Notice[] => [
    { key: `access.${access}`, level, text },
  ]
  switch (access) {
    case 'full':
      return []
    case 'grace':
      return notice(
        'warning',
        'Your last payment failed. Everything works until the grace of 7 days is over.',
      )
    case 'readOnly':
      return notice('critical', 'Your last payment failed. You can read and export, but add nothing new.')
    case 'hold':
      return notice('critical', 'A payment is in dispute. You can read and export, but spend nothing.')
  }
}
