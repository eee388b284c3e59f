// Which Chromium the stories run in, and how it is kept quiet.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** An installed browser, or Playwright's own where it was downloaded. */
export function executable(): string {
  const own = chromium.executablePath();
  const found = [process.env.SVARA_BROWSER, own, ...installed].find((path) => path && existsSync(path));
  if (!found) throw new Error('no Chromium: install the package chromium, Google Chrome, or run `npx playwright install chromium`');
  return found;
}

/** The browser itself must ask the network for nothing: what leaves is then the window's doing. */
export function switches(): string[] {
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}
