import { PLAN_KEYS, type PlanKey } from './schema.ts'

/** A plan key read from the database. @throws Error when it is not one of the catalogue. */
export function toPlanKey(value: string): PlanKey {
  const found = PLAN_KEYS.find((key) => key === value)
  if (!found) throw new Error(`Unknown plan "${value}".`)
  return found
}
