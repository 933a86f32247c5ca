/**
 * Has the goals of user $1 looked at, whether they are met. Nothing is written for who has no goals. `DO UPDATE`, not `DO NOTHING`: it waits for a look
 * that is just taking the row away.
 */
export const CHECK_GOALS = `
  INSERT INTO goal_checks (user_id, marked_at)
  SELECT $1::int, clock_timestamp()
   WHERE EXISTS (SELECT 1 FROM goals WHERE user_id = $1::int)
  ON CONFLICT (user_id) DO UPDATE SET marked_at = excluded.marked_at`;
