// Light and dark, English and Swedish, wide and narrow.
import type { Page } from '@playwright/test';
import { expect, test } from './rig/test.ts';
import { words } from './rig/words.ts';

const dark = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const probe = document.createElement('canvas').getContext('2d');
    if (!probe) throw new Error('no canvas');
    probe.fillStyle = getComputedStyle(document.body).backgroundColor;
    probe.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data;
    return red + green + blue < 3 * 128;
  });

test('light and dark follow the computer, or what the member chose', async ({ app, t, page, snap }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await app.enter();
  expect(await dark(page)).toBe(true);
  await snap('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await dark(page)).toBe(false);
  await snap('light');
  await app.goToSettings();
  await choose(page, t('settings-appearance'), t('settings-appearance-dark'));
  await expect.poll(() => dark(page)).toBe(true);
  await snap('settings-dark');
  await app.restart();
  await expect(app.rail).toBeVisible();
  await expect.poll(() => dark(page), 'the choice outlives the app').toBe(true);
});

test('the language changes at once and stays', async ({ app, t, page, snap }) => {
  const sv = words('sv');
  await app.enter();
  await app.goToSettings();
  await choose(page, t('settings-language'), 'Svenska');
  await expect(page.getByRole('heading', { name: sv('settings-title'), level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'sv');
  await snap('settings-sv');
  await app.restart();
  await expect(page.getByRole('heading', { name: sv('list-awaiting'), level: 1 })).toBeVisible();
});

test('at 360 pixels: list, then issue, nothing cut off', async ({ app, t, page, snap }) => {
  await page.setViewportSize({ width: 360, height: 720 });
  const fits = (): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  await app.open();
  await snap('sign-in-360');
  expect(await fits()).toBe(true);
  await app.signIn.submit.click();
  await expect(app.heading('awaiting')).toBeVisible();
  await expect(app.rows('awaiting').first()).toBeVisible();
  expect(await fits()).toBe(true);
  await snap('list-360');
  await app.rows('awaiting').first().getByRole('link').click();
  await expect(app.reply).toBeVisible();
  await expect(app.heading('awaiting')).toBeHidden();
  expect(await fits()).toBe(true);
  await snap('issue-360');
  await page.getByRole('button', { name: t('back') }).click();
  await expect(app.heading('awaiting')).toBeVisible();
  await app.newIssue.click();
  await expect(app.compose.title).toBeVisible();
  expect(await fits()).toBe(true);
  await snap('new-360');
});

function choose(page: Page, field: string, value: string): Promise<void> {
  return page.getByRole('group', { name: field }).getByRole('radio', { name: value, exact: true }).check();
}
