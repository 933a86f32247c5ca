import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a test says of a commit; the rest is something. */
export interface CommitOptions {
  message?: string;
  /** ISO 8601. */
  at?: string;
  committedAt?: string;
  author?: string;
  email?: string;
  files?: Record<string, string>;
}

/** A real git repository in a folder of its own. */
export class GitRepository {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'chronova-git-'));
  private made = 0;

  constructor() {
    this.git('init', '-q', '-b', 'main');
  }

  git(...args: string[]): string {
    return this.gitAs({}, ...args);
  }

  /** Git with some environment, such as who commits and when. */
  gitAs(env: Record<string, string>, ...args: string[]): string {
    return execFileSync('git', ['-C', this.dir, '-c', 'commit.gpgsign=false', ...args], {
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 256 * 1024 * 1024,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.dir,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.com',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.com',
        ...env,
      },
    });
  }

  /** Commits to the branch that is checked out; returns the sha. */
  commit({ message, at, committedAt, author = 'Ada', email = 'ada@example.com', files }: CommitOptions = {}): string {
    const n = ++this.made;
    const when = at ?? new Date(Date.now() - 86_400_000 + n * 60_000).toISOString();
    for (const [name, text] of Object.entries(files ?? { [`src/file-${n}.ts`]: `${n}\n` })) {
      mkdirSync(path.dirname(path.join(this.dir, name)), { recursive: true });
      writeFileSync(path.join(this.dir, name), text);
    }
    this.git('add', '-A');
    this.gitAs(
      {
        GIT_AUTHOR_NAME: author,
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: author,
        GIT_COMMITTER_EMAIL: email,
        GIT_AUTHOR_DATE: when,
        GIT_COMMITTER_DATE: committedAt ?? when,
      },
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      message ?? `Commit ${n}`,
    );
    return this.head();
  }

  /** Many commits at once, a minute apart, the last one a minute ago: of a file each where `files` says so. */
  manyCommits(count: number, { email = 'ada@example.com', branch = 'main' } = {}): void {
    const from = Math.floor(Date.now() / 1000) - count * 60;
    const parts: string[] = [];
    for (let n = 0; n < count; n++) {
      const message = `Many ${n}`;
      const who = `Ada <${email}> ${from + n * 60} +0000`;
      const text = `${n}\n`;
      parts.push(
        `commit refs/heads/${branch}\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n${n === 0 && this.has(branch) ? `from refs/heads/${branch}^0\n` : ''}M 100644 inline src/many-${n % 50}.ts\ndata ${text.length}\n${text}\n`,
      );
    }
    execFileSync('git', ['-C', this.dir, 'fast-import', '--quiet', '--force'], {
      input: parts.join(''),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.git('reset', '-q', '--hard');
  }

  head(of = 'HEAD'): string {
    return this.git('rev-parse', of).trim();
  }

  has(ref: string): boolean {
    try {
      this.git('rev-parse', '-q', '--verify', `${ref}^{commit}`);
      return true;
    } catch {
      return false;
    }
  }

  /** All shas that a ref leads to. */
  shas(ref = '--all'): string[] {
    return this.git('rev-list', ref).split('\n').filter(Boolean);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
