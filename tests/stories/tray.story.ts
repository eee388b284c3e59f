// The tray, and what closing the window means with and without one.
import { expect, test } from './rig/test.ts';

test('the tray names what waits and leads there', async ({ app, house }) => {
  const agent = await house.agent();
  expect((await house.tray()).tooltip).toBe('Svara: not signed in');
  await app.enter();
  const awaiting = await agent.issues('awaiting_feedback');
  await expect.poll(async () => (await house.tray()).tooltip).toBe(`Svara: ${awaiting.length} issues await your feedback`);
  const { items } = await house.tray();
  for (const issue of awaiting) {
    const item = items.find(({ label }) => label === issue.title);
    expect(item, issue.title).toBeDefined();
    await house.pressTray(item?.id ?? '');
    await expect(app.issue(issue.title)).toBeVisible();
  }
  expect((await house.window()).shown).toBe(awaiting.length);
  await house.pressTray('quit');
  await expect.poll(async () => (await house.window()).quit).toBe(true);
});

test('with a tray, closing keeps the app and its notices', async ({ app, house, page }) => {
  const agent = await house.agent();
  await app.enter();
  expect(await house.closeWindow(true)).toBe('stay');
  await page.goto('about:blank');
  await house.front(false);
  const [issue] = await agent.issues('open');
  await agent.ask(issue?.id ?? '', 'Are you there?');
  await expect
    .poll(async () => (await house.standing()).map(({ title }) => title), { timeout: 2_000, intervals: [50] })
    .toContain(issue?.title);
});

test('without a tray the member is asked once', async ({ app, house, t, page, snap }) => {
  await app.enter();
  expect(await house.closeWindow(false)).toBe('asked');
  const dialog = page.getByRole('dialog', { name: t('askclose-title') });
  await expect(dialog).toBeVisible();
  await snap('asked');
  await dialog.getByRole('button', { name: t('askclose-stay') }).click();
  await expect.poll(async () => (await house.window()).hidden).toBe(1);
  expect(await house.closeWindow(false)).toBe('stay');
  await app.goToSettings();
  await expect(page.getByRole('radio', { name: t('settings-close-stay') })).toBeChecked();
});
