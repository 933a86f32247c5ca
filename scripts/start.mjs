// Starts Chronova under the Node that it needs, whichever Node runs this file: scripts/node.mjs finds it, scripts/start.ts does the work.
// `npm start` runs it, and so can a service manager: node scripts/start.mjs
import { fileURLToPath } from 'node:url';

process.argv.splice(2, 0, fileURLToPath(new URL('start.ts', import.meta.url)));
await import('./node.mjs');
