import type { Db } from 'pg-boss'

/** Above every turn, since pg-boss takes the highest priority first: turn 0 has this one, turn 1 the next below. */
const FIRST_TURN = 1_000_000_000

/**
 * Gives each waiting job its turn, so that a queue that many share serves them one after the other: of somebody's fifty
 * jobs the first stands beside the first of everybody else, the second behind those. Who comes later begins at the turn
 * that is being served, neither behind the fifty nor ahead of everybody for ever (start-time fair queueing, Goyal, Vin
 * and Cheng 1996, with jobs of one size).
 *
 * A job that has no turn yet has priority 0 and is taken when nothing else waits. Turns are given once and stay.
 *
 * @param turnBy the field of the payload that says whose job it is.
 */
export async function giveTurns(db: Db, name: string, turnBy: string): Promise<void> {
  await db.executeSql(
    `WITH open AS (
       SELECT id, data->>$2 AS owner, state, $3::int - priority AS turn, priority > 0 AS has_turn, created_on
       FROM pgboss.job WHERE name = $1 AND state < 'completed'),
     served AS (
       SELECT coalesce(max(turn), 0) AS turn FROM open WHERE has_turn AND state = 'active'),
     last AS (
       SELECT owner, max(turn) AS turn FROM open WHERE has_turn GROUP BY owner),
     given AS (
       SELECT open.id, greatest(served.turn, coalesce(last.turn + 1, 0))
              + row_number() OVER (PARTITION BY open.owner ORDER BY open.state DESC, open.created_on, open.id) - 1 AS turn
       FROM open CROSS JOIN served LEFT JOIN last USING (owner)
       WHERE NOT open.has_turn)
     UPDATE pgboss.job SET priority = $3::int - given.turn FROM given
     WHERE job.name = $1 AND job.id = given.id AND job.priority = 0`,
    [name, turnBy, FIRST_TURN],
  )
}
