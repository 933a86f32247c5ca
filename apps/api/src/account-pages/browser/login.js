// Signing in and out, and the keys of who is signed in.
import { postSignedIn, readState } from './api.js';
import { sendOnSubmit } from './form.js';
import { pageForm, part, setFacts, tell, tellAway } from './page.js';

/** @typedef {import('./api.js').Person} Person */
/** @typedef {import('./api.js').Answer} Answer */

sendOnSubmit(({ user, apiKey }) => {
  if (user) showPerson(user);
  if (apiKey) showKey(apiKey, { endsWithSession: true });
  pageForm().reset();
  part('signed-in').focus();
});
onPress('make-key', makeKey);
onPress('sign-out', signOut);
for (const button of document.querySelectorAll('[data-copy]')) {
  if (button instanceof HTMLElement) button.addEventListener('click', () => void copy(part(button.dataset['copy'] ?? '')));
}

const state = await readState();
setFacts({ 'may-sign-up': state?.registration === 'open' });
if (state?.user) showPerson(state.user);

/** @param {Person} person */
function showPerson({ username, email }) {
  part('who').textContent = email ? `${username} (${email})` : username;
  setFacts({ 'signed-in': true, 'signed-out': false });
}

/** @param {string} key @param {{ endsWithSession: boolean }} life */
function showKey(key, { endsWithSession }) {
  part('key').textContent = key;
  part('lines').textContent = `[settings]\napi_url = ${new URL('../api/v1', location.href).href}\napi_key = ${key}`;
  for (const id of ['key-copied', 'lines-copied']) part(id).textContent = '';
  setFacts({ key: true, 'key-of-session': endsWithSession });
}

/** Makes a key that stays when the session ends. */
async function makeKey() {
  const { ok, status, answer } = await postSignedIn('../api/v1/users/current/api-keys', { name: 'Made in the browser' });
  if (status === 401) return showSignedOut('The session has ended. Sign in again.');
  if (!ok || !answer.data) return tell(answer.error ?? '', true);
  showKey(answer.data.key, { endsWithSession: false });
  part('key-title').focus();
}

async function signOut() {
  const { ok, status, answer } = await postSignedIn('../api/auth/logout', {});
  if (ok || status === 401) showSignedOut(answer.message ?? 'Signed out.');
  else tell(answer.error ?? '', true);
}

/** Shows the form again, and nothing of who was signed in. @param {string} text */
function showSignedOut(text) {
  for (const id of ['who', 'key', 'lines']) part(id).textContent = '';
  setFacts({ 'signed-in': false, 'signed-out': true, key: false });
  tell(text);
  part('status').focus();
}

/** Copies a part's text, or selects it where the browser lets no page copy. @param {HTMLElement} source */
async function copy(source) {
  getSelection()?.selectAllChildren(source);
  // Without https, pages have no clipboard but the old way.
  const copying = window.isSecureContext
    ? navigator.clipboard.writeText(source.textContent ?? '').then(() => true)
    : document.execCommand('copy');
  const copied = await Promise.resolve(copying).catch(() => false);
  for (const id of ['key-copied', 'lines-copied']) part(id).textContent = '';
  part(`${source.id}-copied`).textContent = copied ? 'Copied.' : 'It is selected: press Ctrl+C or ⌘C.';
}

/** @param {string} id @param {() => Promise<void>} act */
function onPress(id, act) {
  part(id).addEventListener('click', () => {
    tell('');
    void act().catch(tellAway);
  });
}
