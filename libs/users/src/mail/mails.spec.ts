import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inviteMail, resetMail, takenMail, verifyMail } from './mails.js';

describe('mails', () => {
  const base = 'https://time.example.com/base';

  it('say the same as plain text and as HTML', () => {
    for (const write of [resetMail, verifyMail, takenMail]) {
      const { text, html, link } = write(base, 'secret', 'ada');
      expect(link).toMatch(/^https:\/\/time\.example\.com\/base\/account\/(reset|verify)\?token=secret$/);
      expect([text.includes(link), /\bada\b/.test(text), html.includes(`<a href="${link}">`), /\bada\b/.test(html)]).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
  });

  it('hold no markup but their own, whatever stands in them', () => {
    const tags = (html: string) => html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/href="[^"]*"/, 'href')) ?? [];
    const own = tags(takenMail(base, 'secret', 'ada').html);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '\n') }), (value) => {
        const { html } = takenMail(base, value, value);
        expect(tags(html)).toEqual(own);
        expect(html).not.toMatch(/&(?!#\d+;)/);
        expect(tags(inviteMail(base, value, value).html)).toEqual(own);
      }),
    );
  });
});
