import { v7 } from 'uuid'

/** A new UUIDv7: strictly rising within a process, so ids order by creation. Not a secret. */
export function createId(): string {
  return v7()
}

/** Nobody, where a key cannot be null; smaller than every other id. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000'
