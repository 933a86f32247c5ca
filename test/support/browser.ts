import fs from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where a distribution puts its Chromium. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine; undefined where it has none. */
export const CHROMIUM = PLACES.find((place) => fs.existsSync(place));

/** A host that is no secure context, unlike 127.0.0.1: the browser finds it on this machine. */
export const PLAIN_HOST = 'time.example.com';

/** Starts the machine's Chromium, which asks nobody but this machine. */
export function startBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('There is no Chromium on this machine.');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`,
    ],
  });
}
