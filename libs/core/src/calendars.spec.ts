import { describe, expect, it } from '@jest/globals';
import { Calendars } from './calendars.js';

describe('Calendars', () => {
  it('asks again where the guess was wrong, and remembers what was right', async () => {
    const calendars = new Calendars();
    const guesses: string[] = [];
    const ask = (userId: number, zone: string): Promise<string> =>
      calendars.ask(userId, (guess) => {
        guesses.push(guess.zone);
        return Promise.resolve({ present: { zone }, result: guess.zone });
      });
    expect(await ask(1, 'Asia/Kathmandu')).toBe('Asia/Kathmandu');
    expect(await ask(1, 'Asia/Kathmandu')).toBe('Asia/Kathmandu');
    expect(await ask(2, 'UTC')).toBe('UTC');
    expect(guesses).toEqual(['UTC', 'Asia/Kathmandu', 'Asia/Kathmandu', 'UTC']);
  });

  it('does not ask again for what the answer did not depend on', async () => {
    const calendars = new Calendars();
    await calendars.ask(1, () => Promise.resolve({ present: { zone: 'Asia/Kathmandu', weekdayStart: 0 }, result: undefined }));
    let asked = 0;
    await calendars.ask(1, () => Promise.resolve({ present: { weekdayStart: 0 }, result: ++asked }));
    expect(asked).toBe(1);
  });

  it.each([{ zone: 'Asia/Kathmandu' }, { weekdayStart: 0 }, { firstTime: 7 }])('asks again where %j was guessed wrong', async (present) => {
    let asked = 0;
    await new Calendars().ask(1, () => Promise.resolve({ present, result: ++asked }));
    expect(asked).toBe(2);
  });

  it('gives up on settings that change all the time', async () => {
    let weekdayStart = 1;
    const asking = new Calendars().ask(1, () => Promise.resolve({ present: { weekdayStart: ++weekdayStart }, result: 'never' }));
    await expect(asking).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'settings.moving',
      message: expect.stringContaining('Ask again'),
    });
  });
});
