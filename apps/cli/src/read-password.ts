import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { badParameter } from '@app/core';

/** A new password: asked for twice on a terminal, without showing it, else the first line of the standard input. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine();
  const first = await ask('New password: ');
  if (first !== (await ask('Once more: '))) throw badParameter('password', 'The two are not the same. Try again.');
  return first;
}

/** The terminal's own echo is off while readline has it, and what readline would echo goes nowhere. */
async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () => reject(badParameter('password', 'None was given.')));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

async function firstLine(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}
