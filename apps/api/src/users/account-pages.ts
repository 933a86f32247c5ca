/** A page with one form, whose script posts it as JSON to `post`, an address of this API. */
interface Page {
  title: string;
  lead: string;
  post: string;
  /** Fields that the script fills from the page's own address. */
  hidden: readonly string[];
  fields: readonly Field[];
  button: string;
}

interface Field {
  name: string;
  label: string;
  type: 'email' | 'password' | 'text';
  autocomplete: string;
  optional?: boolean;
}

const EMAIL: Field = { name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username' };
const PASSWORD: Field = { name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' };
const USERNAME: Field = { name: 'username', label: 'Username (may be left empty)', type: 'text', autocomplete: 'nickname', optional: true };

/** The pages that mailed and printed links lead to. What they are asked with is read by the script alone, so they are the same for everybody. */
export const PAGES = {
  reset: toPage({
    title: 'Set a new password',
    lead: 'Every other sign-in of the account ends.',
    post: 'password/reset',
    hidden: ['token'],
    fields: [{ ...PASSWORD, label: 'New password' }],
    button: 'Set password',
  }),
  forgot: toPage({
    title: 'Forgot the password?',
    lead: 'You get a link to set a new one by mail or, where the server sends none, from whoever runs it.',
    post: 'password/forgot',
    hidden: [],
    fields: [EMAIL],
    button: 'Send the link',
  }),
  login: toPage({
    title: 'Sign in',
    lead: 'You get an API key for a plugin, named for this browser.',
    post: 'login',
    hidden: [],
    fields: [
      { ...EMAIL, label: 'E-mail address or username', type: 'text' },
      { ...PASSWORD, autocomplete: 'current-password' },
    ],
    button: 'Sign in',
  }),
  verify: toPage({
    title: 'Confirm your address',
    lead: 'Press the button, and it is done.',
    post: 'email/verify',
    hidden: ['token'],
    fields: [],
    button: 'Confirm',
  }),
  claim: toPage({
    title: 'Claim your account',
    lead: 'You sign in with this address and password from now on.',
    post: 'claim',
    hidden: ['token'],
    fields: [EMAIL, PASSWORD, USERNAME],
    button: 'Claim',
  }),
  register: toPage({
    title: 'Sign up',
    lead: 'Your coding time, on this server.',
    post: 'register',
    hidden: ['invite', 'timezone'],
    fields: [EMAIL, PASSWORD, USERNAME],
    button: 'Sign up',
  }),
} as const;

/** Their script: addresses are relative, so that it works under a base path too. */
export const SCRIPT = `'use strict';
const form = document.querySelector('form');
const status = document.querySelector('#status');
const query = new URLSearchParams(location.search);

for (const input of form.elements) {
  const fromAddress = input.type === 'hidden' || input.type === 'email';
  if (fromAddress && query.has(input.name)) input.value = query.get(input.name);
  if (input.name === 'timezone') input.value = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  button.disabled = true;
  tell('', {});
  try {
    const filled = [...new FormData(form)].filter(([, value]) => value !== '');
    const response = await fetch(form.dataset.post, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(filled)),
    });
    const answer = await response.json();
    if (response.ok) {
      form.hidden = true;
      status.className = 'done';
      tell(answer.message, {});
      if (answer.apiKey) showKey(answer.apiKey);
      else if (form.dataset.post !== 'password/forgot') showSignIn();
    } else {
      tell(answer.error, answer.errors || {});
    }
  } catch {
    tell('The server does not answer. Try again in a moment.', {});
  }
  button.disabled = false;
});

function showKey(key) {
  const lines = document.createElement('pre');
  const url = new URL(form.dataset.post, location.href).href.replace('/api/auth/login', '/api/v1');
  lines.textContent = '[settings]\\napi_url = ' + url + '\\napi_key = ' + key;
  status.after('These lines belong into ~/.wakatime.cfg. The key is shown only this once.', lines);
}

function showSignIn() {
  const link = document.createElement('a');
  link.href = 'login';
  link.textContent = 'Sign in';
  status.after(link);
}

function tell(text, errors) {
  status.textContent = text;
  for (const input of form.querySelectorAll('label input')) {
    input.setAttribute('aria-invalid', String(input.name in errors));
  }
  const first = form.querySelector('[aria-invalid=true]');
  if (first) first.focus();
}
`;

export const STYLE = `body { margin: 3rem auto; max-width: 26rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #222; background: #fff; }
h1 { font-size: 1.4rem; }
label { display: block; margin: 1rem 0; }
input { display: block; box-sizing: border-box; width: 100%; padding: 0.5rem; font: inherit; border: 1px solid #888; border-radius: 0.3rem; }
input[aria-invalid=true] { border-color: #b00020; }
button { padding: 0.5rem 1.2rem; font: inherit; border: 0; border-radius: 0.3rem; color: #fff; background: #1f5fbf; }
button:disabled { opacity: 0.5; }
#status { color: #b00020; }
#status.done { color: inherit; }
`;

/** Without the script nothing is sent: the form has no address of its own. */
function toPage({ title, lead, post, hidden, fields, button }: Page): string {
  const inputs = [
    ...hidden.map((name) => `<input type="hidden" name="${name}">`),
    ...fields.map(
      ({ name, label, type, autocomplete, optional }) =>
        `<label>${label}<input name="${name}" type="${type}" autocomplete="${autocomplete}"${optional ? '' : ' required'}></label>`,
    ),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Chronova</title>
<link rel="stylesheet" href="account.css">
<script src="account.js" defer></script>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${lead}</p>
<noscript><p>This page needs JavaScript. Without it, ask the API: POST /api/auth/${post}.</p></noscript>
<form method="post" data-post="../api/auth/${post}">
${inputs.join('\n')}
<button>${button}</button>
</form>
<p id="status" role="status" aria-live="assertive"></p>
</main>
</body>
</html>
`;
}
