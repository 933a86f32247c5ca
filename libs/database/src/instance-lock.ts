import { Env } from '@app/core';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { connectionTo } from './connection.js';
import { SHARE_INSTANCE } from './locks.js';

const AGAIN_MS = 1_000;

/** Holds the lock that says "Chronova runs on this database", on a connection of its own for as long as the process runs; after a database that was away, again. */
@Injectable()
export class InstanceLock implements OnApplicationBootstrap, OnApplicationShutdown {
  private client: InstanceType<typeof Client> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly env: Env) {}

  onApplicationBootstrap(): void {
    this.hold();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => {});
  }

  private hold(): void {
    if (this.stopped) return;
    const client = new Client({ ...connectionTo(this.env.DATABASE_URL, 'instance lock'), keepAlive: true });
    this.client = client;
    const again = (): void => {
      client.removeAllListeners('end');
      if (!this.stopped) this.timer = setTimeout(() => this.hold(), AGAIN_MS).unref();
    };
    client.on('error', () => {});
    client.once('end', again);
    client
      .connect()
      .then(() => client.query(SHARE_INSTANCE))
      .catch(() => {
        client.end().catch(() => {});
        again();
      });
  }
}
