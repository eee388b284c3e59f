// "Would I be told?": the links and what to do, a notice to press, the quiet line, the first-run question, and stray links.
import { expectAccessible } from './rig/access.ts';
import { expect, test } from './rig/test.ts';

const GOOD = { allows_notices: true, holds_back: false, tray: true, starts_at_login: true };

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`every link says how it is, ${colorScheme}`, async ({ app, house, page, t, snap }) => {
      await house.desktopSays(GOOD);
      await app.enter();
      await app.goToSettings();
      await page.getByRole('button', { name: t('told-open') }).click();
      await expect(page.getByRole('heading', { name: t('told-title'), level: 1 })).toBeFocused();
      const link = (what: string) => page.locator(`[data-link=${what}]`);
      for (const what of ['sign_in', 'check', 'feed', 'clock', 'keychain', 'service', 'permission', 'tray', 'login']) {
        await expect(link(what), what).toHaveAttribute('data-state', 'green');
      }
      await expectAccessible(page, 'every link in order');
      await snap('in-order');

      await house.noticeService('missing');
      await house.desktopSays({ ...GOOD, holds_back: true, allows_notices: null });
      await page.getByRole('button', { name: t('told-again') }).click();
      await expect(link('service')).toHaveAttribute('data-state', 'red');
      await expect(link('disturb')).toHaveAttribute('data-state', 'amber');
      await expect(link('permission')).toHaveAttribute('data-state', 'unknown');
      await expectAccessible(page, 'broken links');
      await snap('broken');
      await page.getByRole('button', { name: t('told-try') }).click();
      await expect(page.getByTestId('tried')).toHaveText(t('told-not-shown'));

      await app.goTo('awaiting');
      const line = page.getByTestId('broken-link');
      await expect(line).toHaveAttribute('data-link', 'service');
      await expectAccessible(page, 'the quiet line');
      await line.getByRole('button', { name: t('told-hide') }).click();
      await expect(line).toBeHidden();
    });
  });
}

test('a notice that is pressed is the proof', async ({ app, house, page, t }) => {
  await app.enter();
  await app.goToSettings();
  await page.getByRole('button', { name: t('told-open') }).click();
  await page.getByRole('button', { name: t('told-try') }).click();
  await expect(page.getByTestId('trying')).toBeVisible();
  const trial = async () => (await house.standing()).filter(({ tag }) => tag === 'trial');
  await expect.poll(trial).toHaveLength(1);
  for (const notice of await trial()) await house.press(notice, 'answer');
  await expect(page.getByTestId('tried')).toHaveText(t('told-pressed'));
});

test('the start at login is asked for once, and says why', async ({ app, house, page, t }) => {
  await app.enter();
  const question = page.getByTestId('ask-login');
  await expect(question).toContainText(t('login-why'));
  expect((await house.desktopIs()).starts_at_login).toBe(false);
  await question.getByRole('button', { name: t('login-no') }).click();
  await expect(question).toBeHidden();
  await house.restart();
  await page.reload();
  await expect(app.rows('awaiting').first()).toBeVisible();
  await expect(question).toBeHidden();
  await app.goToSettings();
  await page.getByRole('switch', { name: t('login-switch') }).click();
  await expect.poll(async () => (await house.desktopIs()).starts_at_login).toBe(true);
});

test('the quiet line says what nothing else does, and comes again with the next break', async ({ app, house, page, t }) => {
  await house.desktopSays(GOOD);
  await app.enter();
  const line = page.getByTestId('broken-link');
  const looked = async () => {
    const read = page.waitForResponse((answer) => answer.url().endsWith('/api/call/checkup'));
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await (await read).finished();
  };
  // Not asked for yet: the first question says it.
  await house.desktopSays({ ...GOOD, starts_at_login: false });
  await page.reload();
  await expect(page.getByTestId('ask-login')).toBeVisible();
  await expect(line).toBeHidden();
  await page.getByTestId('ask-login').getByRole('button', { name: t('login-yes') }).click();
  await expect(page.getByTestId('ask-login')).toBeHidden();

  for (const time of ['at first', 'again']) {
    await house.desktopSays({ ...GOOD, starts_at_login: false });
    await looked();
    await expect(line, time).toHaveAttribute('data-link', 'login');
    await line.getByRole('button', { name: t('told-hide') }).click();
    await expect(line).toBeHidden();
    await house.desktopSays(GOOD);
    await looked();
  }

  await app.goToSettings();
  await page.getByRole('radio', { name: t('settings-close-quit') }).check();
  await app.goTo('awaiting');
  await expect(line).toHaveAttribute('data-link', 'tray');
});

test('a link that names nothing of yours says so', async ({ app, house, page, t }) => {
  await app.enter();
  await house.follow('svara://issue/elsewhere.example/1');
  const astray = page.getByTestId('astray');
  await expect(astray).toContainText(t('astray-title'));
  await expectAccessible(page, 'a stray link');
  await astray.getByRole('button').click();
  await expect(astray).toBeHidden();
});
