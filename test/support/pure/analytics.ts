// What `npm run mutate` takes for @app/analytics where the rules need no more of it (see core.ts).
export { noLists, toLists } from '../../../libs/analytics/src/lists.js';
export { isKnownLanguage, nameOf } from '../../../libs/analytics/src/names.js';
export { HIDDEN } from '../../../libs/analytics/src/results.js';
export { hiddenDimensions } from '../../../libs/analytics/src/visible.js';
