import { describe, expect, it } from '@jest/globals';
import { clientName } from './client.js';

describe('clientName', () => {
  it.each([
    ['chronova-android/2.1 okhttp/4.12.0', 'chronova-android'],
    ['okhttp/4.12.0', 'okhttp'],
    ['node', 'node'],
    ['wakatime/v1.90.0 (linux-6.1) go1.22 vscode/1.86 vscode-wakatime/24.0', 'wakatime'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36', 'Chrome'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge'],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'Safari'],
    ['', 'Unknown client'],
    ['<b>', 'Unknown client'],
    ['x'.repeat(500), 'x'.repeat(40)],
  ])('%s is %s', (userAgent, name) => {
    expect(clientName(userAgent)).toBe(name);
  });
});
