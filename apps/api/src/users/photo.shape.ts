import { hash } from 'node:crypto';

/** A five by five pattern, mirrored, in one colour: the same for the same id, from its SHA-256. */
export function toPhoto(id: string): string {
  const bytes = hash('sha256', id, 'buffer');
  const hue = Math.round((bytes.readUInt16BE(30) / 65_535) * 360);
  const cells = Array.from({ length: 15 }, (_, n) => ({ x: Math.floor(n / 5), y: n % 5, on: (bytes[n] ?? 0) > 127 }));
  const squares = cells
    .filter((c) => c.on)
    .flatMap(({ x, y }) => [...new Set([x, 4 - x])].map((column) => `<rect x="${column}" y="${y}" width="1" height="1"/>`));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 7 7" fill="hsl(${hue} 55% 50%)"><rect x="-1" y="-1" width="7" height="7" fill="#f4f4f4"/>${squares.join('')}</svg>`;
}
