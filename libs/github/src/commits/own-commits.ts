/**
 * SQL of the addresses and GitHub logins of user $1, in lower case, as one row `(emails, logins)`: the address of the account, once it is confirmed, and
 * what GitHub says of the accounts that are, or were, connected.
 */
export const IDENTITY = `
  SELECT ARRAY(
           SELECT lower(email) FROM users WHERE id = $1 AND email IS NOT NULL AND email_confirmed_at IS NOT NULL
           UNION
           SELECT lower(e) FROM forge_connections c, unnest(c.emails) AS e WHERE c.user_id = $1) AS emails,
         ARRAY(SELECT DISTINCT lower(login) FROM forge_connections WHERE user_id = $1) AS logins`;

/**
 * SQL: whether a commit `c` is of the person `i` (a row as of `IDENTITY`), its author or a co-author: by GitHub's login, by an address, or by one of
 * those that GitHub gives to hide it (`ada@users.noreply.github.com`, `42+ada@…`). What clients told of is taken from the working copy of the user, and
 * is the user's unless it names an address that is another's.
 */
export const IS_OWN = `(
  lower(c.author_login) = ANY(i.logins)
  OR (c.repository_id = 0 AND c.author_email = '')
  OR EXISTS (
    SELECT FROM unnest(c.co_authors || c.author_email) AS address
     WHERE lower(address) = ANY(i.emails)
        OR (regexp_match(lower(address), '^(?:[0-9]+[+])?([^@+]+)@users[.]noreply[.]'))[1] = ANY(i.logins)))`;

/** SQL: whether time may be behind the commit `c`: it is the user's own, a branch has it, and no other commit has its time. */
export const IS_TIMED = `(c.is_own AND c.superseded_by IS NULL AND c.branches <> '{}')`;

/** SQL of what two commits have in common of which one is the other, rebased, amended or picked again. */
export const TWIN_KEY = `lower(c.author_email), c.authored_at, split_part(c.message, E'\\n', 1)`;
