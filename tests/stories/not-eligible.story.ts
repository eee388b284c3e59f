// A member below the desk's lowest rank is told the rule, their rank and whom to ask, and nothing else.
import { expect, test } from './rig/test.ts';

test('the rule, the rank and whom to ask', async ({ app, house, t, page, snap }) => {
  await app.open();
  await app.signIn.as({ user_name: 'bo', password: house.ready.member.password });
  await expect(page.getByRole('heading', { name: t('rank-title') })).toBeVisible();
  await expect(page.getByText(t('rank-rule', { lowest: 'Silver', rank: 'Member' }))).toBeVisible();
  await expect(page.getByText('please contact your account manager')).toBeVisible();
  await expect(app.rail).toBeHidden();
  await expect(app.newIssue).toBeHidden();
  await snap('not-eligible');

  await page.getByRole('button', { name: t('rank-check') }).click();
  await expect(page.getByText(t('rank-same'))).toBeVisible();

  await page.getByRole('button', { name: t('account-sign-out') }).click();
  await app.signOut.submit.click();
  await expect(app.signIn.heading).toBeVisible();
  expect(await house.secrets()).toBe(0);
});
