// Never a false "nothing waits for you": while the desk is away the window says so and keeps the last known truth.
import { expect, test } from './rig/test.ts';

test('offline is said, the rows stay, and the return is noticed', async ({ app, house, t, snap }) => {
  await app.enter();
  const rows = await app.rows('awaiting').count();
  expect(rows).toBeGreaterThan(0);
  await house.deskGoes();
  await app.checkNow.click();
  await expect(app.freshness).toContainText(app.says('fresh-offline-since', 'when'));
  await expect(app.page.getByText(t('error-unreachable'))).toBeVisible();
  await expect(app.rows('awaiting')).toHaveCount(rows);
  await snap('offline');
  await house.deskComesBack();
  await app.checkNow.click();
  await app.checked();
});

test('an empty list is not called certain while the desk is away', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  for (const issue of await agent.issues('awaiting_feedback')) await agent.close(issue.id);
  await app.enter();
  await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeVisible();
  await snap('certain');
  await house.deskGoes();
  await app.checkNow.click();
  await expect(page.getByText(t('empty-unsure'), { exact: true })).toBeVisible();
  await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeHidden();
  await snap('uncertain');
  await app.restart();
  await expect(page.getByText(t('empty-unsure'), { exact: true })).toBeVisible();
  await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeHidden();
});
