// Back after a night: one notice and one card say what waits, and the keyboard leads through it.
import { expectAccessible } from './rig/access.ts';
import { expect, test } from './rig/test.ts';
import { told } from './rig/told.ts';

test('one notice, one card, and a walk through what waits', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  await app.enter();
  for (const issue of await agent.issues('awaiting_feedback')) await agent.close(issue.id);
  const asked = (await agent.issues('open')).slice(0, 3);
  for (const issue of asked) await agent.ask(issue.id, 'Which browser do you use?');
  for (const issue of asked) await expect(app.row('awaiting', issue.title)).toBeVisible();
  const card = page.getByTestId('briefing');
  await expect(card).toBeHidden();

  const before = new Set((await house.standing()).map((notice) => notice.id));
  await house.forward(14 * 3600);
  await app.checked();
  const notice = await told(house, t('briefing-title', { count: 3 }));
  const fresh = (await house.standing()).filter(({ id }) => !before.has(id));
  expect(fresh.map(({ id }) => id), 'one').toEqual([notice.id]);
  await expect(card.getByRole('heading')).toHaveText(t('briefing-title', { count: 3 }));
  const links = card.getByRole('link');
  await expect(links).toHaveText(asked.map((issue) => issue.title));
  await expect(card.getByRole('listitem').first()).toContainText(t('closes-left', { days: 5 }));
  await expectAccessible(page, 'the briefing');
  await snap('card');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page, 'the briefing in the dark');
  await snap('card-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  // All of it by keyboard.
  const walk = page.getByTestId('walk');
  await page.keyboard.press('a');
  for (const [at, issue] of asked.entries()) {
    await expect(app.issue(issue.title)).toBeVisible();
    await expect(walk).toContainText(t('walk-place', { place: at + 1, total: 3 }));
    await expect(app.reply).toBeFocused();
    if (at === 1) {
      await snap('walk');
      await page.keyboard.press('Control+Shift+N');
      continue;
    }
    await page.keyboard.type(`Firefox, number ${at + 1}.`);
    await page.keyboard.press('Control+Enter');
  }
  await expect(walk, 'that was the last one').toBeHidden();
  await expect(links, 'the one that was passed over still waits').toHaveText([asked[1]?.title ?? '']);
  for (const at of [0, 2]) {
    const issue = asked[at];
    if (!issue) throw new Error('the demo has too few open issues');
    await expect.poll(async () => (await agent.entries(issue.id)).at(-1)?.text).toBe(`Firefox, number ${at + 1}.`);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await snap('card-narrow');
  await card.getByRole('button', { name: t('briefing-close') }).click();
  await expect(card).toBeHidden();
  await page.reload();
  await expect(app.row('awaiting', asked[1]?.title ?? '')).toBeVisible();
  await expect(card, 'it was put away').toBeHidden();
});
