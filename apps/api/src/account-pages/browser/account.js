// The pages that links in mails and on the command line lead to: one form, and what was done.
import { readState } from './api.js';
import { fillIn, needsToken, sendOnSubmit } from './form.js';
import { part, setFacts, tell } from './page.js';

const query = new URLSearchParams(location.search);
const lacksToken = needsToken && !query.get('token');

setFacts({ form: !lacksToken, 'no-token': lacksToken });
fillIn(query);
sendOnSubmit(({ message = '' }) => {
  setFacts({ form: false, 'may-sign-up': false, done: true });
  tell(message);
  part('status').focus();
});

const registration = (await readState())?.registration;
if (registration !== undefined) {
  const isOpen = registration === 'open' || (registration === 'invite' && Boolean(query.get('invite')));
  setFacts({ 'may-sign-up': isOpen, closed: registration === 'closed', 'needs-invitation': registration === 'invite' && !isOpen });
}
