/** The time of this process. The database's `now()` decides about money and leases; this one is for display and waiting. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
