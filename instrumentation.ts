/** Next calls this once, before the first request. The condition keeps Node's modules out of the edge bundle. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startWeb } = await import('./instrumentation-node.ts')
    await startWeb()
  }
}
