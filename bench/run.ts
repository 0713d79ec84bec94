import { benchAccounts } from './accounts.ts'
import { benchStart } from './start.ts'

// `npm run bench`: prints what docs/benchmarks.md shows. Ends with 1 when a result is wrong, never because it is slow.

const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  start: benchStart,
  accounts: benchAccounts,
}

const wanted = process.argv.slice(2).filter((name) => !name.startsWith('-'))
const unknown = wanted.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}

let ok = true
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n── ${name} ──`)
  ok = (await bench()) && ok
}
process.exit(ok ? 0 : 1)
