// Without a keychain the member is told, and the sign-in lasts until the app ends.
import { expect, test } from './rig/test.ts';

test('told, and for this session only', async ({ app, house, t, page, snap }) => {
  await house.keychain('none');
  await app.enter();
  await expect(page.getByText(t('session-only'))).toBeVisible();
  await snap('session-only');
  await app.goTo('closed');
  await expect(app.rows('closed').first()).toBeVisible();

  await app.restart();
  await expect(page.getByText(t('fresh-signed-out')).or(app.signIn.heading).first()).toBeVisible();
  await snap('after-restart');
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
