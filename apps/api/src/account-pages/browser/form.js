// The form of a page: filled in from the address, sent as JSON, refused by field.
import { post } from './api.js';
import { pageForm, tell, tellAway } from './page.js';

/** @typedef {import('./api.js').Answer} Answer */

const form = pageForm();
const inputs = [...form.querySelectorAll('input')];
const button = form.querySelector('button');

/** Whether the page works only with the secret of a link. */
export const needsToken = inputs.some(({ name }) => name === 'token');

/**
 * Fills in what the page's address and the browser know.
 * @param {URLSearchParams} query
 */
export function fillIn(query) {
  for (const input of inputs) {
    const fromAddress = input.type === 'hidden' || input.type === 'email';
    if (fromAddress) input.value = query.get(input.name) ?? input.value;
    if (input.name === 'timezone') input.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

/**
 * Sends the form when its button is pressed; `done` gets the answer when it was accepted.
 * @param {(answer: Answer) => void} done
 */
export function sendOnSubmit(done) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(done);
  });
}

/** @param {(answer: Answer) => void} done */
async function send(done) {
  button?.setAttribute('disabled', '');
  tell('');
  showErrors({});
  try {
    const filled = inputs
      .filter(({ value }) => value !== '')
      .map(({ name, type, value, checked }) => [name, type === 'checkbox' ? checked : value]);
    const { ok, answer } = await post(form.dataset['post'] ?? '', Object.fromEntries(filled));
    if (ok) done(answer);
    else refuse(answer);
  } catch {
    tellAway();
  }
  button?.removeAttribute('disabled');
}

/** Says what is wrong: beside the fields that are shown, else below the form. @param {Answer} answer */
function refuse({ error = '', errors = {} }) {
  const shown = new Set(inputs.filter(({ type }) => type !== 'hidden').map(({ name }) => name));
  const others = Object.entries(errors).filter(([name]) => !shown.has(name));
  const isByField = Object.keys(errors).length > others.length;
  const unseen = others.flatMap(([, texts]) => texts).join(' ');
  tell(unseen || (isByField ? 'Please look at what is marked.' : error), true);
  showErrors(errors);
}

/** Marks the fields that are to blame, says why beside each, and goes to the first. @param {Record<string, string[]>} errors */
function showErrors(errors) {
  for (const input of inputs) {
    if (input.type === 'hidden') continue;
    const texts = errors[input.name];
    input.setAttribute('aria-invalid', String(texts !== undefined));
    const place = document.getElementById(`${input.name}-error`);
    if (place) place.textContent = texts?.join(' ') ?? '';
  }
  inputs.find(({ type, name }) => type !== 'hidden' && name in errors)?.focus();
}
