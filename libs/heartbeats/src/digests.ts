import { hash } from 'node:crypto';

/** 16 bytes that stand for a text in an index: an index entry may not be longer than 2,704 bytes, a path may. */
export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}
