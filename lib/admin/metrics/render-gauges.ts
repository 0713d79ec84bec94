import { Gauge as PromGauge, Registry } from 'prom-client'

export interface Gauge {
  readonly name: string
  readonly help: string
  readonly samples: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]
}

/** In the text format of Prometheus. A gauge without samples is named all the same, so that its absence means a fault. */
export function renderGauges(gauges: readonly Gauge[]): Promise<string> {
  const registry = new Registry()
  for (const { name, help, samples } of gauges) {
    const labelNames = [...new Set(samples.flatMap(([labels]) => Object.keys(labels)))]
    const made = new PromGauge({ name, help, labelNames, registers: [registry] })
    for (const [labels, value] of samples) made.set({ ...labels }, value)
  }
  return registry.metrics()
}
