// Sends the one form of an account page to the API. Addresses are relative, so that it works under a base path too.

/**
 * What the API answers here.
 * @typedef {object} Answer
 * @property {string} [message] What was done, for people.
 * @property {string} [apiKey] After signing in: the key, shown only this once.
 * @property {string} [error] Why it was refused.
 * @property {Record<string, string[]>} [errors] The same by field.
 */

const form = must(document.querySelector('form'));
const button = must(form.querySelector('button'));
const status = must(document.querySelector('#status'));
/** Where the form is sent. */
const target = new URL(form.dataset.post ?? '', location.href);

fillIn(new URLSearchParams(location.search));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  button.disabled = true;
  tell('');
  void send()
    .catch(() => tell('The server does not answer. Try again in a moment.'))
    .finally(() => (button.disabled = false));
});

/** Fills the fields that the page's own address, or the browser, knows. @param {URLSearchParams} query */
function fillIn(query) {
  for (const input of inputs()) {
    const fromAddress = input.type === 'hidden' || input.type === 'email';
    if (fromAddress) input.value = query.get(input.name) ?? input.value;
    if (input.name === 'timezone') input.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

/** Sends what is filled in, and shows the answer. */
async function send() {
  const filled = inputs().filter(({ value }) => value !== '');
  const response = await fetch(target, {
    method: 'POST',
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(filled.map(({ name, value }) => [name, value]))),
  });
  /** @type {Answer} */
  const answer = await response.json();
  if (!response.ok) {
    tell(answer.error ?? '', answer.errors);
    return;
  }
  form.hidden = true;
  status.className = 'done';
  tell(answer.message ?? '');
  if (answer.apiKey) showKey(answer.apiKey);
  else showSignIn();
}

/** @param {string} key */
function showKey(key) {
  const lines = document.createElement('pre');
  const url = target.href.replace('/api/auth/login', '/api/v1');
  lines.textContent = `[settings]\napi_url = ${url}\napi_key = ${key}`;
  status.after('These lines belong into ~/.wakatime.cfg. The key is shown only this once.', lines);
}

function showSignIn() {
  const link = document.createElement('a');
  link.href = 'login';
  link.textContent = 'Sign in';
  status.after(link);
}

/**
 * Says how it went; marks the fields that are to blame, and goes to the first.
 * @param {string} text
 * @param {Record<string, string[]>} [errors]
 */
function tell(text, errors = {}) {
  status.textContent = text;
  const shown = inputs().filter(({ type }) => type !== 'hidden');
  for (const input of shown) input.setAttribute('aria-invalid', String(input.name in errors));
  shown.find(({ name }) => name in errors)?.focus();
}

function inputs() {
  return [...form.querySelectorAll('input')];
}

/**
 * What the page must have.
 * @template T
 * @param {T | null} element
 * @returns {T}
 */
function must(element) {
  if (element === null) throw new Error('This page lacks a part.');
  return element;
}
