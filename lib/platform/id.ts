import { v7 } from 'uuid'

/** A new UUIDv7: strictly rising within a process, so ids order by creation. Not a secret. */
export function createId(): string {
  return v7()
}
