// The parts of a page, and which of them are shown.

/** @type {Map<string, boolean>} */
const facts = new Map();

/**
 * Says what is so. An element with `data-when` is shown while its fact is true and hidden while it is false; before anybody says, it is as the
 * page has it.
 * @param {Record<string, boolean>} known
 */
export function setFacts(known) {
  for (const [fact, holds] of Object.entries(known)) facts.set(fact, holds);
  for (const shown of document.querySelectorAll('[data-when]')) {
    const holds = facts.get(shown.getAttribute('data-when') ?? '');
    if (holds !== undefined) shown.toggleAttribute('hidden', !holds);
  }
}

/**
 * A part that the page must have.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function part(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`This page has no #${id}.`);
  return found;
}

/** The page's one form. @returns {HTMLFormElement} */
export function pageForm() {
  const form = document.querySelector('form');
  if (form === null) throw new Error('This page has no form.');
  return form;
}

/** Says how it went, aloud too. @param {string} text @param {boolean} [isProblem] */
export function tell(text, isProblem = false) {
  const status = part('status');
  status.textContent = text;
  status.classList.toggle('problem', isProblem);
}

/** Says that no server answers. */
export function tellAway() {
  tell('The server does not answer. Try again in a moment.', true);
}
