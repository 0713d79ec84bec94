export interface Step {
  /** What holds when it passes. */
  name: string
  /** @returns an exit code; throwing counts as failing. */
  run(): Promise<number>
}

export interface Totals {
  passed: number
  failed: number
}

/** Runs every step, also after one has failed, and says which did. */
export async function runSteps(steps: readonly Step[]): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0 }
  for (const step of steps) {
    if (await passes(step)) totals.passed++
    else totals.failed++
  }
  return totals
}

export function addTotals(a: Totals, b: Totals): Totals {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed }
}

export function toExitCode({ failed }: Totals): number {
  return failed === 0 ? 0 : 1
}

async function passes({ name, run }: Step): Promise<boolean> {
  const startedAt = performance.now()
  const code = await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return 1
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  return code === 0
}
