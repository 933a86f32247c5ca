// Reads `.env` of the repository's folder, where there is one, when it is imported. What the environment says already wins.
import fs from 'node:fs';
import path from 'node:path';

const file = path.resolve(import.meta.dirname, '../.env');
if (fs.existsSync(file)) process.loadEnvFile(file);
