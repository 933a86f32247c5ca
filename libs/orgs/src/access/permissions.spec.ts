import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ORG_PERMISSIONS } from './permissions.js';

describe('the table of permissions', () => {
  it('stands in docs/organizations.md as it is', () => {
    const told = readFileSync('docs/organizations.md', 'utf8')
      .split('\n')
      .filter((line) => /^\| `[a-z-]+:[a-z-]+`/.test(line))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const known = ORG_PERMISSIONS.map(({ permission, holders, scope, means }) => [
      `\`${permission}\``,
      holders.join(', '),
      `\`${scope}\``,
      means,
    ]);
    expect(told).toEqual(known);
  });
});
