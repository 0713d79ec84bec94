import 'server-only'

export { exportEntries } from './export-entries.ts'
export { getBalance } from './get-balance.ts'
export { getUsage } from './get-usage.ts'
export { listUsageEntries } from './list-usage-entries.ts'
