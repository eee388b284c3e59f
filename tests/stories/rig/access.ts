// What axe-core can find of WCAG 2.2 AA.
import axe from 'axe-core';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Expects that the page, as it is now, breaks no rule. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Half-faded text has no contrast of its own.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))));
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    const run = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await run.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((n) => `${n.target.join(' ')}: ${n.failureSummary}`) }));
  }, rules);
  expect(found, `accessibility of ${where}`).toEqual([]);
}
