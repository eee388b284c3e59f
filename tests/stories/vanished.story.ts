// An issue that the desk has no more: still there to be read, and nothing else.
import { expectAccessible } from './rig/access.ts';
import { expect, test } from './rig/test.ts';

test('it is said in the row and in the issue, which is only to be read', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('awaiting_feedback');
  if (!issue) throw new Error('nothing awaits in the demo');
  await app.enter();
  await app.openIssue('awaiting', issue.title);
  await expect(app.entries.first()).toBeVisible();
  const entries = await app.entries.count();
  await app.reply.fill('A word that came too late.');
  await expect(page.getByTestId('saved')).toHaveText(t('saved-moment'));
  await house.purge(issue.id);
  // The desk's issues are counted once a day, and not in the first minutes after a sleep.
  await house.forward(2 * 24 * 3600);
  await app.checked();
  await house.passes(11 * 60);

  const place = page.getByTestId('vanished');
  await expect(place).toBeVisible({ timeout: 30_000 });
  await expect(app.row('awaiting', issue.title), 'it waits for nobody').toBeHidden();
  await app.openIssue('open', issue.title);
  await expect(app.row('open', issue.title)).toContainText(t('status-vanished'));
  await expect(place).toContainText(t('issue-vanished'));
  await expect(app.reply).toBeHidden();
  await expect(app.entries, 'what was read stays').toHaveCount(entries);
  await expectAccessible(page, 'a vanished issue');
  await snap('vanished');
  await page.setViewportSize({ width: 360, height: 740 });
  await snap('vanished-narrow');
  await page.setViewportSize({ width: 1200, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'a vanished issue in the dark');
  await snap('vanished-dark');

  await page.keyboard.press('Control+k');
  await page.keyboard.type(issue.title);
  const hit = app.search.hit(issue.title).filter({ hasText: t('status-vanished') });
  await expect(hit, 'a search says it too, beside the answer that was begun').toHaveCount(1);
  await expectAccessible(page, 'a vanished issue that was found');
  await snap('vanished-found');
  await app.openIssue('open', issue.title);

  await expect(place).toContainText('A word that came too late.');
  await place.getByRole('button', { name: t('issue-vanished-use') }).click();
  await expect(app.compose.heading).toBeVisible();
  await expect(app.compose.text).toHaveValue('A word that came too late.');
});
