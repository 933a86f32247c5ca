// An invitation into an organization: what it says, and the answer to it.
import { post, postSignedIn, readState } from './api.js';
import { part, setFacts, tell, tellAway } from './page.js';

/** @typedef {{ level: string, means: string, possible: boolean, asked_for: boolean }} Level */
/**
 * @typedef {object} Offer
 * @property {{ name: string }} organization
 * @property {string | null} invited_by
 * @property {string} email
 * @property {string} role
 * @property {string[]} teams
 * @property {string | null} expires_at
 * @property {{ min_group: number, most_shared: string, asked_to_share: string, members_see_reports: boolean }} policies
 * @property {Level[]} levels
 * @property {'sign_in' | 'sign_up' | 'confirm_address' | 'ask_for_account'} next
 */

const token = new URLSearchParams(location.search).get('token') ?? '';
const address = `../api/v1/invites/${encodeURIComponent(token)}`;

for (const answer of ['accept', 'decline']) {
  part(answer).addEventListener('click', () => {
    tell('');
    void send(answer).catch(tellAway);
  });
}
void show().catch(tellAway);

async function show() {
  const response = token === '' ? undefined : await fetch(address, { credentials: 'omit' });
  /** @type {{ data: Offer, error?: string }} */
  const { data: offer, error = '' } = (await response?.json()) ?? {};
  if (response === undefined || response.status === 404) return setFacts({ 'dead-link': true });
  if (!response.ok) return tell(error, true);
  const user = (await readState())?.user;
  write(offer);
  const isTheirs = user?.email === offer.email;
  part('who').textContent = user?.username ?? '';
  part('sign-up').setAttribute('href', `register?${new URLSearchParams({ invite: token, email: offer.email })}`);
  setFacts({
    offer: true,
    'may-accept': isTheirs && offer.next === 'sign_in',
    'other-person': Boolean(user) && !isTheirs,
    'confirm-first': offer.next === 'confirm_address',
    'no-account': offer.next === 'ask_for_account',
    'sign-up': offer.next === 'sign_up',
    'sign-in': offer.next === 'sign_in' && !isTheirs,
  });
}

/** Texts of others go into the page as text alone. @param {Offer} offer */
function write({ organization, invited_by, email, role, teams, expires_at, policies, levels }) {
  const into = teams.length > 0 ? `, into ${teams.join(', ')}` : '';
  const until = expires_at === null ? '' : ` It is good until ${new Date(expires_at).toLocaleString()}.`;
  part('what').textContent =
    `${invited_by ?? 'Somebody'} invites ${email} to the organization “${organization.name}” as ${role}${into}.${until}`;
  part('address').textContent = email;
  const asked =
    policies.asked_to_share === 'none'
      ? 'It asks its members to share nothing.'
      : `It asks its members to share: ${policies.asked_to_share}.`;
  const seen = policies.members_see_reports ? 'All members see' : 'Owners, administrators, viewers and leads see';
  part('policies').textContent = `${seen} sums of groups, none of fewer than ${policies.min_group} people. ${asked}`;
  part('levels').replaceChildren(
    ...levels
      .filter(({ possible }) => possible)
      .flatMap(({ level, means, asked_for }) => [element('dt', asked_for ? `${level} (asked for)` : level), element('dd', means)]),
  );
}

/** @param {string} name @param {string} text */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** @param {string} kind `accept` or `decline`. */
async function send(kind) {
  const { ok, answer } = kind === 'accept' ? await postSignedIn(`${address}/accept`, {}) : await post(`${address}/decline`, {});
  if (!ok) return tell(answer.error ?? '', true);
  setFacts({ offer: false });
  tell(kind === 'accept' ? 'You are a member now. Nothing of your time is shared before you say so.' : 'Declined. The link works no more.');
  part('status').focus();
}
