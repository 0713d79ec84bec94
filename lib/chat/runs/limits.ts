/** Answers that one workspace may have under way at once. */
export const RUNS_PER_WORKSPACE = 8
/** When the next question may be tried again. */
export const RETRY_AFTER_SECONDS = 5

/** Wall clock of one answer, from its search to its last word. */
export const RUN_TIMEOUT_MS = 120_000
/** A reservation that nobody journals or settles is swept this long after it was made. */
export const RESERVATION_TTL_MS = 180_000
export const MAX_OUTPUT_TOKENS = 1_200
/** Longer answers are cut here: no model may fill the table. */
export const MAX_ANSWER_CHARACTERS = 40_000

/** Events of all runs go to the database together this often; Stop from another process is seen as fast. */
export const FLUSH_MS = 250
export const HEARTBEAT_MS = 2_000
/** A run without a heartbeat for this long has lost its process. */
export const LOST_AFTER_SECONDS = 15
/** What was used so far is noted beside the reservation this often. */
export const JOURNAL_MS = 5_000
/** How long an ended run stays in memory for readers who come back. */
export const KEEP_ENDED_MS = 30_000
/** Terminal event of a swept run: readers may hold later numbers from the memory of the process that died. */
export const LOST_SEQ_STEP = 1_000_000

/** Passages given to the model, and their budget in tokens (characters / 4). */
export const CONTEXT_PASSAGES = 8
export const CONTEXT_TOKENS = 6_000
export const NEAREST_PASSAGES = 3
