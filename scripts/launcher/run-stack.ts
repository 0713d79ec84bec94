import { type Stack, type StackOptions, startStack } from './stack.ts'

/**
 * Runs the stack until we are told to stop: Ctrl-C, SIGTERM, or a parent that is gone.
 *
 * @param announce called when people can use it.
 * @returns the exit code: 0 when everything was stopped in order.
 */
export async function runStack(
  options: StackOptions,
  announce: (stack: Stack) => void | Promise<void>,
): Promise<number> {
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
      process.on(signal, () => resolve())
  })
  const starting = startStack(options)
  const stack = await Promise.race([starting, told])
  if (!stack) {
    // Told while still starting. A build that runs is ours to end, too: it notices that we are gone.
    await Promise.race([
      starting.then((late) => late.stop()).catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, 5_000)),
    ])
    return 0
  }
  await announce(stack)
  await told
  console.log('\nStopping …')
  await stack.stop()
  return 0
}
