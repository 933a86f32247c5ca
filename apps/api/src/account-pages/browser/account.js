// The pages that links in mails and on the command line lead to: one form, and what was done.
import { checkLink, readState } from './api.js';
import { fillIn, needsToken, sendOnSubmit } from './form.js';
import { pageForm, part, setFacts, tell } from './page.js';

const query = new URLSearchParams(location.search);
const secret = query.get(needsToken ? 'token' : 'invite');
const lacksToken = needsToken && !secret;

setFacts({ form: !lacksToken, 'no-token': lacksToken });
fillIn(query);
sendOnSubmit(({ message = '' }) => {
  setFacts({ form: false, 'may-sign-up': false, named: false, done: true });
  tell(message);
  part('status').focus();
});

const { kind } = pageForm().dataset;
const registration = (await readState())?.registration;
// Where nobody needs an invitation, a dead one is none the worse.
const link = kind && secret && (kind !== 'invite' || registration === 'invite') ? await checkLink(kind, secret) : undefined;
const isDead = link?.works === false;

setFacts({ 'dead-link': isDead, ...(isDead && { form: false }) });
if (link?.username) {
  part('whose').textContent = link.username;
  setFacts({ named: true });
}
if (registration !== undefined) {
  const needsInvitation = registration === 'invite' && !secret;
  setFacts({
    'may-sign-up': registration !== 'closed' && !needsInvitation && !isDead,
    closed: registration === 'closed',
    'needs-invitation': needsInvitation,
  });
}
