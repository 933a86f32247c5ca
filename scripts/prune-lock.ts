// Drops from package-lock.json the optional packages of other platforms that the registry in use does not carry: `npm ci` of npm 11.1 and later
// calls them "Missing: X@ from lock file" and stops. Run it after `npm install`, before committing the lock. On a full registry it changes nothing.
import fs from 'node:fs';

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

const FILE = 'package-lock.json';
const lock: Lock = JSON.parse(fs.readFileSync(FILE, 'utf8'));
let pruned = 0;
for (const [folder, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const name of Object.keys(optionalDependencies)) {
    if (isFound(folder, name)) continue;
    delete optionalDependencies[name];
    pruned++;
  }
}
fs.writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`Pruned ${pruned} optional edges.\n`);

/** Whether the lock has a package where Node would look for it from a folder: in its own node_modules, or in one further up. */
function isFound(folder: string, name: string): boolean {
  if (lock.packages[`${folder && `${folder}/`}node_modules/${name}`]) return true;
  return folder !== '' && isFound(folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/'))).replace(/\/$/, ''), name);
}
