// What `npm run mutate` takes for @app/users where the rules need no more of it (see core.ts).
export { timeoutOf, zoneOf } from '../../../libs/users/src/accounts/user-rules.js';
export { countryNameOf } from '../../../libs/users/src/profile/countries.js';
export { EVERYTHING } from '../../../libs/users/src/profile/visibility.js';
