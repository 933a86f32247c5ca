// Requests of the account pages. Addresses are relative to the page, so that they work under a base path too.

/**
 * What the API says.
 * @typedef {object} Answer
 * @property {string} [message] What was done, for people.
 * @property {string} [error] Why it was refused.
 * @property {Record<string, string[]>} [errors] The same by field.
 * @property {Person} [user] After signing in.
 * @property {string} [apiKey] After signing in: the key, shown only this once.
 * @property {string} [csrf_token]
 * @property {boolean} [works] Whether a link works.
 * @property {string} [username] Whose account it is for.
 * @property {{ key: string }} [data] After making a key.
 */

/** @typedef {{ username: string, email: string }} Person */

/** @typedef {{ ok: boolean, status: number, answer: Answer }} Reply */

/**
 * What this server and browser are: who may sign up, and who is signed in.
 * @typedef {{ registration: 'open' | 'invite' | 'closed', user: Person | null }} State
 */

/** @returns {Promise<State | undefined>} Undefined where the server does not say. */
export async function readState() {
  const response = await fetch('state', { credentials: 'same-origin' });
  return response.ok ? response.json() : undefined;
}

/**
 * Whether the link that led here works, and whose account it is for where somebody claims one.
 * @typedef {{ works: boolean, username?: string }} LinkState
 */

/**
 * @param {string} kind `claim`, `reset`, `verify` or `invite`.
 * @param {string} secret
 * @returns {Promise<LinkState | undefined>} Undefined where the server does not say: the form then tells.
 */
export async function checkLink(kind, secret) {
  const { ok, status, answer } = await post('link', { kind, secret });
  // A secret that no link can have, such as one that is too long.
  if (status === 400) return { works: false };
  return ok && answer.works !== undefined ? { ...answer, works: answer.works } : undefined;
}

/**
 * Posts as whoever this browser is.
 * @param {string} address
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Reply>} Rejected when no server answers.
 */
export async function post(address, body, headers = {}) {
  const response = await fetch(address, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { ok: response.ok, status: response.status, answer: await response.json() };
}

/**
 * Posts as who is signed in: a change by cookie needs a token that other sites cannot read.
 * @param {string} address
 * @param {unknown} body
 * @returns {Promise<Reply>} With status 401 when the session has ended.
 */
export async function postSignedIn(address, body) {
  const response = await fetch('../api/auth/csrf', { credentials: 'same-origin' });
  /** @type {Answer} */
  const answer = await response.json();
  if (!response.ok) return { ok: false, status: response.status, answer };
  return post(address, body, { 'x-csrf-token': answer.csrf_token ?? '' });
}
