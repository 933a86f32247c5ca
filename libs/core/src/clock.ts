import { Injectable } from '@nestjs/common';

/** The only place that asks for the present time; tests put another in its place. */
@Injectable()
export class Clock {
  /** ms since 1970. */
  now(): number {
    return Date.now();
  }
}
