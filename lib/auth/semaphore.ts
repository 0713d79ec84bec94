import { AppError } from '#lib/platform/errors.ts'

const RETRY_AFTER_SECONDS = 5

/** Lets only so many tasks run at once; the others wait in line. */
export class Semaphore {
  #free: number
  readonly #waitingMax: number
  readonly #waiting: (() => void)[] = []

  /** @param waitingMax how long the line may get: whoever waits holds memory and a connection. */
  constructor(places: number, waitingMax: number) {
    this.#free = places
    this.#waitingMax = waitingMax
  }

  /** @throws AppError unavailable with `retryAfterSeconds` when the line is full. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await this.#takePlaceInLine()
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free += 1
    }
  }

  #takePlaceInLine(): Promise<void> {
    if (this.#waiting.length >= this.#waitingMax) {
      throw new AppError(
        'unavailable',
        'Too many people are signing in right now. Try again in a few seconds.',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      )
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
