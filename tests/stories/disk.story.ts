// A full disk: said once, reading goes on, no word is lost, and it is over by itself.
import { expectAccessible } from './rig/access.ts';
import { expect, test } from './rig/test.ts';

test.describe('full', () => {
  test.use({ diskIs: 'pretended' });

  test('it is said, typing goes on, and everything is saved once there is room', async ({ app, house, t, page, snap }) => {
    const agent = await house.agent();
    const [issue] = await agent.issues('open');
    if (!issue) throw new Error('the demo has no open issue');
    await app.enter();
    await app.openIssue('open', issue.title);
    await house.disk('full');
    await app.reply.fill('Written while the disk was full.');
    await expect(app.disk).toContainText(t('error-disk-full'));
    await expect(app.disk).toContainText(t('error-disk-full.safe'));
    await expect(app.disk).toContainText(t('error-disk-full.do'));
    await expect(page.getByTestId('saved')).toHaveText(t('save-failed'));
    await expect(page.getByText(t('error-storage')), 'it is said once').toHaveCount(0);
    await expectAccessible(page, 'a full disk');
    await snap('full');
    await page.setViewportSize({ width: 360, height: 740 });
    await snap('full-narrow');
    await page.setViewportSize({ width: 1200, height: 800 });

    const [other] = await agent.issues('awaiting_feedback');
    if (!other) throw new Error('nothing awaits in the demo');
    await agent.reply(other.id, 'This cannot be kept yet.');
    await expect(app.freshness, 'what the desk says cannot be kept').toContainText(t('fresh-storage'));
    await snap('unkept');
    await app.sendReply.click();
    await expect(app.reply, 'nothing is lost').toHaveValue('Written while the disk was full.');
    await app.goTo('closed');
    await expect(app.rows('closed').first(), 'reading goes on').toBeVisible();
    await app.openIssue('open', issue.title);
    await expect(app.reply).toHaveValue('Written while the disk was full.');

    await house.disk('fine');
    await expect(app.disk).toBeHidden({ timeout: 40_000 });
    await expect(page.getByTestId('saved')).not.toHaveText(t('save-failed'));
    await app.checked();
    await app.restart();
    await app.openIssue('open', issue.title);
    await expect(app.reply).toHaveValue('Written while the disk was full.');
    await app.sendReply.click();
    await expect.poll(async () => (await agent.entries(issue.id)).at(-1)?.text).toBe('Written while the disk was full.');
    await snap('over');
  });

  test('words outlive their window, and quitting over them is asked', async ({ app, house, t, page, snap }) => {
    const agent = await house.agent();
    const [issue] = await agent.issues('open');
    if (!issue) throw new Error('the demo has no open issue');
    await app.enter();
    await app.openIssue('open', issue.title);
    await house.disk('full');
    await app.reply.fill('Not on any disk yet.');
    await expect(page.getByTestId('saved')).toHaveText(t('save-failed'));
    await house.pressTray('quit');
    const dialog = page.getByRole('dialog', { name: t('askquit-title') });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByRole('button', { name: t('askquit-stay') })).toBeFocused();
    await expectAccessible(page, 'quitting over words that are not saved');
    await snap('quit');
    await dialog.getByRole('button', { name: t('askquit-stay') }).click();
    await expect(app.reply).toHaveValue('Not on any disk yet.');
    expect((await house.window()).quit).toBe(false);

    expect(await house.closeWindow(true)).toBe('stay');
    await page.goto('about:blank');
    await app.open();
    await app.openIssue('open', issue.title);
    await expect(app.reply, 'the next window has them').toHaveValue('Not on any disk yet.');
    await expect(page.getByTestId('saved')).toHaveText(t('save-failed'));
    expect(await house.closeWindow(true)).toBe('stay');
    await page.goto('about:blank');
    await house.disk('fine');
    await app.restart();
    await app.openIssue('open', issue.title);
    await expect(app.reply, 'saved without a window').toHaveValue('Not on any disk yet.');
  });

  test('in the dark', async ({ app, house, t, page, snap }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await app.enter();
    await house.disk('failing');
    await app.newIssue.click();
    await app.compose.title.fill('not yet on any disk');
    await expect(app.disk).toContainText(t('error-disk-failing'));
    await expectAccessible(page, 'a failing disk');
    await snap('failing-dark');
  });
});

test('what was rescued of a damaged file is told once', async ({ app, house, t, page, snap }) => {
  await app.enter();
  await app.newIssue.click();
  await app.compose.write('Svenska', 'en rubrik', 'Det här ska överleva.');
  await expect(app.compose.saved).toBeVisible();
  await page.goto('about:blank');
  await house.damage();
  await app.open();
  const told = page.getByTestId('salvaged');
  await expect(told).toContainText(t('salvaged-title'));
  await expect(told).toContainText(t('salvaged-rescued', { drafts: 1, operations: 0 }));
  await expectAccessible(page, 'what was rescued');
  await snap('salvaged');
  await told.getByRole('button', { name: t('salvaged-look') }).click();
  await expect(page.getByText('Det här ska överleva.')).toBeVisible();
  await told.getByRole('button', { name: t('salvaged-hide') }).click();
  await expect(told).toBeHidden();
  await page.reload();
  await expect(page.getByText('Det här ska överleva.')).toBeVisible();
  await expect(told).toBeHidden();
});
