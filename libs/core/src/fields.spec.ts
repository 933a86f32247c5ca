import { describe, expect, it } from '@jest/globals';
import { hasUnseen } from './fields.js';

describe('hasUnseen', () => {
  it.each(['Ada', 'Ada 👩‍👩‍👧‍👦', 'نمی‌خواهم', 'क्‍ष', '❤️', '1️⃣', 'Zoë'])('takes %j', (text) => {
    expect(hasUnseen(text)).toBe(false);
  });

  it.each(['\u3164', '\u115f\u1160', '\u2800', '\u034f', '\ufffc', 'a\ufe0fb', 'a\u200bb', 'a\u202eb', 'a\nb', 'a\u2028b', 'a\u00adb'])(
    'refuses %j',
    (text) => {
      expect(hasUnseen(text)).toBe(true);
    },
  );
});
