// Every story's beginning: a house of its own, a window in it, and eyes on what must never happen.
import { basename, resolve } from 'node:path';
import { test as base, expect, type TestInfo } from '@playwright/test';
import { Window } from '../pages/window.ts';
import { House } from './house.ts';
import { watch } from './watch.ts';
import { words, type Language, type Words } from './words.ts';

interface Options {
  /** The language that the pretended desktop speaks. */
  speaks: Language;
  /** Whose page the story is of. */
  pageOf: 'window' | 'desk';
  /** Where the app's databases lie: a pretended disk can be full. */
  diskIs: 'computer' | 'pretended';
}

interface Fixtures {
  house: House;
  /** The window of that house; not opened yet. */
  app: Window;
  t: Words;
  /** Saves a picture of the window as it is, under target/stories/<story>/. */
  snap: (name: string) => Promise<void>;
}

const regions: Record<Language, string> = { en: 'en-GB', sv: 'sv-SE' };

export const test = base.extend<Options & Fixtures>({
  speaks: ['en', { option: true }],

  pageOf: ['window', { option: true }],

  diskIs: ['computer', { option: true }],

  t: async ({ speaks }, use) => use(words(speaks)),

  house: async ({ speaks, diskIs }, use, info) => {
    const house = await House.start(regions[speaks], ...(diskIs === 'pretended' ? ['--pretended-disk'] : []));
    await use(house);
    const log = await house.stop();
    if (info.status !== info.expectedStatus) await info.attach('the app’s log', { body: log });
    expect(log, 'nothing panicked').not.toContain('panicked');
  },

  page: async ({ page, pageOf, house }, use) => {
    const never = await watch(page, new URL(house.ready[pageOf]).host);
    await use(page);
    expect(never, 'errors, refused loads and requests to elsewhere').toEqual([]);
  },

  app: async ({ page, house, t }, use) => use(new Window(page, house, t)),

  snap: async ({ page }, use, info) => {
    await use(async (name) => {
      await page.screenshot({ path: resolve(folder(info), `${name}.png`), animations: 'disabled' });
    });
  },
});

export { expect };

function folder(info: TestInfo): string {
  return resolve(import.meta.dirname, '../../../target/stories', basename(info.file, '.story.ts'));
}
