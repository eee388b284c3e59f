// Without a keychain the member is told, and the sign-in lasts until the app ends.
import { expect, test } from './rig/test.ts';

test('told, and for this session only', async ({ app, house, t, page, snap }) => {
  await house.keychain('none');
  await app.enter();
  await expect(page.getByText(t('session-only'))).toBeVisible();
  await expect(page.getByText(t('session-missing'))).toBeVisible();
  await snap('session-only');
  await app.goTo('closed');
  await expect(app.rows('closed').first()).toBeVisible();

  await app.restart();
  await expect(page.getByText(t('error-keychain'))).toBeVisible();
  await expect(app.rows('awaiting').first(), 'what was known stays').toBeVisible();
  await snap('after-restart');
  await page.getByRole('button', { name: t('fresh-sign-in') }).click();
  await app.signIn.submit.click();
  await expect(app.heading('awaiting')).toBeVisible();
  await app.checked();
});

test('a keychain that comes later keeps the sign-in after all', async ({ app, house, t, page }) => {
  await house.keychain('none');
  await app.enter();
  await house.keychain('ok');
  await page.getByRole('button', { name: t('session-keep') }).click();
  await expect(page.getByText(t('session-only'))).toBeHidden();
  expect(await house.secrets()).toBe(1);
  await app.restart();
  await app.checked();
});

test('a locked keychain is no sign-out: unlocked, everything goes on', async ({ app, house, t, page, snap }) => {
  await app.enter();
  await house.keychain('locked');
  await app.restart();
  await expect(page.getByText(t('error-keychain'))).toBeVisible();
  await expect(app.rows('awaiting').first()).toBeVisible();
  await snap('locked');
  await house.keychain('ok');
  await app.checkNow.click();
  await app.checked();
});
