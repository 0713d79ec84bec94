import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { processState } from './process-state.ts'

const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

interface ProcessMetrics {
  registry: Registry
  calls: Histogram<'method' | 'route' | 'status'>
}

/** One answered call. `route` is a template such as /api/documents/[id]: never an id, so that the labels stay few. */
export function observeCall(call: { method: string; route: string; status: number; ms: number }): void {
  const { method, route, status, ms } = call
  metrics().calls.observe({ method, route, status: String(status) }, ms / 1000)
}

/** What this process measures of itself: memory, event loop, calls. In the text format of Prometheus. */
export function renderProcessMetrics(): Promise<string> {
  return metrics().registry.metrics()
}

/** Starts to measure; calls after the first change nothing. */
export function startMetrics(): void {
  metrics()
}

function metrics(): ProcessMetrics {
  return processState('metrics', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    const calls = new Histogram({
      name: 'footnote_http_request_duration_seconds',
      help: 'Calls of the API by method, route template and status',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATION_BUCKETS,
      registers: [registry],
    })
    return { registry, calls }
  })
}
