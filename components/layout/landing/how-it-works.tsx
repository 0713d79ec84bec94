const STEPS = [
  {
    title: 'Add what you want to ask',
    text: 'PDF, Markdown or plain text. Each page is read once; where every word stands on it is kept.',
  },
  {
    title: 'Ask in your own words',
    text: 'One document, several or all of them. The answer is taken from their passages and from nothing else.',
  },
  {
    title: 'Check without a click',
    text: 'Each sentence has its quote in the margin, and a word that says how it stands to it: exact words, supported, or no source.',
  },
] as const

export function HowItWorks() {
  return (
    <section
      id="how"
      aria-labelledby="how-title"
      className="mx-auto max-w-[67.5rem] border-rule border-t px-4.5 py-14 xl:px-0"
    >
      <h2 id="how-title" className="font-serif text-title tracking-[-0.012em]">
        How it works
      </h2>
      <ol className="mt-7 grid gap-8 md:grid-cols-3 md:gap-11">
        {STEPS.map(({ title, text }, index) => (
          <li key={title} className="border-rule border-t pt-3">
            <h3 className="flex items-baseline gap-2 font-[560]">
              <span className="tabular text-accent text-tiny">{index + 1}</span>
              {title}
            </h3>
            <p className="mt-1.5 font-serif text-[1rem] text-ink-2 leading-relaxed">{text}</p>
          </li>
        ))}
      </ol>
      <p className="mt-9 max-w-[42em] font-serif text-[1rem] text-ink-2 leading-relaxed">
        When the documents do not hold an answer, Footnote says so and shows the nearest passages. That costs
        nothing.
      </p>
    </section>
  )
}
