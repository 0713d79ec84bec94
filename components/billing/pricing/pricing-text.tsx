import type { ReactNode } from 'react'
import { formatCredits, GRACE_DAYS, PLANS, PRICES, reindexPriceText } from '#lib/billing/plans.ts'

const ANSWER = formatCredits(PRICES.answer)

const LIMITS = [
  {
    title: 'All credits are used',
    text: 'New answers wait for the next month. Reading, searching, earlier answers and exporting go on. Your question stays in its field.',
  },
  {
    title: 'All documents or pages are used',
    text: 'Asking, reading and exporting go on over everything you have. The file that did not fit waits in your browser; deleting something makes room at once.',
  },
  {
    title: 'You move to a smaller plan',
    text: 'Nothing is deleted. What lies above the new limits stays readable and can be asked; only adding waits.',
  },
  {
    title: 'A payment fails',
    text: `Everything works for ${GRACE_DAYS} days. After that you can still read and export, and nothing new is added until it is paid.`,
  },
] as const

/** What happens at each wall, before one stands at it. */
export function AtTheLimit() {
  return (
    <section id="limits" aria-labelledby="limits-title" className="mt-14 border-rule border-t pt-10">
      <h2 id="limits-title" className="font-serif text-title tracking-[-0.012em]">
        What happens at a limit
      </h2>
      <dl className="mt-5 grid gap-x-11 gap-y-6 md:grid-cols-2">
        {LIMITS.map(({ title, text }) => (
          <div key={title} className="border-rule border-t pt-3">
            <dt className="font-[560]">{title}</dt>
            <dd className="mt-1 font-serif text-[1rem] text-ink-2 leading-relaxed">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const QUESTIONS: readonly { question: string; answer: string }[] = [
  {
    question: 'What counts as an answer?',
    answer: `An answer with its footnotes takes ${ANSWER} credit, however long it is and whatever model writes it. One that you stop takes a part of it, or nothing if no text had come.`,
  },
  {
    question: 'What costs nothing?',
    answer:
      'Adding documents inside your pages, reading and searching them, “not in your documents”, sentences that we cannot support, and every error of ours.',
  },
  {
    question: 'What does another passage length cost?',
    answer: `Passages are what a document is cut into to find answers. Choosing another passage length for a document makes its passages anew and takes ${reindexPriceText()}. You see the price before it begins.`,
  },
  {
    question: 'How do I get a paid plan?',
    answer:
      'Sign in and ask for it here. We answer by mail; nothing is charged before you agree, and until then you go on with the plan you have.',
  },
  {
    question: 'Can I move between plans?',
    answer:
      'Up at once: what you have used stays counted, and the larger allowance holds from that moment. Down from the next period on; write to us.',
  },
  {
    question: 'Who shares what on Team?',
    answer: `Team is for ${PLANS.team.minSeats} people or more. Each seat adds its credits, documents and pages to one stock that everybody uses.`,
  },
  {
    question: 'Are my documents used to train anything?',
    answer: 'No. They are read to answer your questions, and each workspace is kept apart from all others.',
  },
  {
    question: 'Can I delete what I added?',
    answer: 'At any time, on every plan and at every limit. Deleting a document makes its room free at once.',
  },
  {
    question: 'Do unused credits carry over?',
    answer: 'No. The credits of a month are there for that month, and new ones come on the same day of each.',
  },
]

export function PricingQuestions() {
  return (
    <section id="questions" aria-labelledby="questions-title" className="mt-14 border-rule border-t pt-10">
      <h2 id="questions-title" className="font-serif text-title tracking-[-0.012em]">
        Questions
      </h2>
      <dl className="mt-5 grid gap-x-11 gap-y-6 md:grid-cols-2">
        {QUESTIONS.map(({ question, answer }) => (
          <Question key={question} question={question}>
            {answer}
          </Question>
        ))}
      </dl>
    </section>
  )
}

function Question({ question, children }: { question: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-[560]">{question}</dt>
      <dd className="mt-1 font-serif text-[1rem] text-ink-2 leading-relaxed">{children}</dd>
    </div>
  )
}
