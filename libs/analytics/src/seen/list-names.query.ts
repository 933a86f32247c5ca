import { type Actor, DomainError } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { nameOf } from '../names.js';
import { NAMES, type SeenDimension } from './seen-statements.js';

/** A name that heartbeats have, as people read it. Times in µs since 1970, by the heartbeats' own time. */
export interface SeenName {
  name: string;
  firstTime: number;
  lastTime: number;
}

export interface SeenNames {
  names: SeenName[];
  /** On all pages. */
  total: number;
  /** The user's, IANA name. */
  zone: string;
}

/** A part of a list: `page` from 1. */
export interface SeenPage {
  page: number;
  perPage: number;
}

/**
 * A page of the machines, languages, editors, operating systems or categories that a user's heartbeats have, the one seen last first. Right
 * at once: a heartbeat that was just stored counts, one that was deleted does not.
 */
export class ListNames extends Query<SeenNames> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly dimension: SeenDimension,
    readonly page: SeenPage,
  ) {
    super();
  }
}

interface Row {
  zone: string;
  total: number;
  /** JSON of `[name, first, last]`. */
  names: string;
}

@QueryHandler(ListNames)
export class ListNamesHandler implements IQueryHandler<ListNames> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ userId, dimension, page: { page, perPage } }: ListNames): Promise<SeenNames> {
    const none = nameOf(dimension, '');
    const [row] = await this.reads.query<Row>({
      name: `seen ${dimension}`,
      text: NAMES[dimension],
      params: [userId, perPage, (page - 1) * perPage, dimension === 'category' ? none.toLowerCase() : none],
      long: true,
    });
    if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
    const names: [name: string, firstTime: number, lastTime: number][] = JSON.parse(row.names);
    return {
      names: names.map(([name, firstTime, lastTime]) => ({ name: nameOf(dimension, name), firstTime, lastTime })),
      total: row.total,
      zone: row.zone,
    };
  }
}
