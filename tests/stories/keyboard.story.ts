// The main job without a mouse: sign in, read, submit, answer, sign out.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './rig/test.ts';
import { told } from './rig/told.ts';

test('sign in, submit, answer and sign out', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  const press = (keys: string) => page.keyboard.press(keys);
  await forbidMouse(page);
  await app.open();
  await app.signIn.user.focus();
  await press('Enter');
  await expect(app.heading('awaiting')).toBeVisible();
  await app.checked();

  await press('Control+n');
  await expect(app.compose.heading).toBeVisible();
  await tabTo(page, app.compose.title);
  await page.keyboard.type('the report is empty');
  await tabTo(page, app.compose.text);
  await page.keyboard.type('I chose last month and saw no rows.');
  await snap('written');
  await press('Control+Enter');
  await expect(app.heading('open')).toBeVisible();
  await expect(app.row('open', 'English - the report is empty')).toBeVisible();

  const issue = await expectOne(agent.titled('English - the report is empty'));
  await agent.ask(issue.id, 'Which month?');
  await told(house, issue.title);
  await press('Control+1');
  await expect(app.row('awaiting', issue.title)).toBeVisible();
  await press('j');
  await expect(app.rows('awaiting').getByRole('link').first()).toBeFocused();
  const place = Number(await app.row('awaiting', issue.title).getAttribute('aria-posinset'));
  for (let at = 1; at < place; at++) await press('ArrowDown');
  await press('Enter');
  await expect(app.issue(issue.title)).toBeVisible();
  await press('r');
  await expect(app.reply).toBeFocused();
  await page.keyboard.type('October.');
  await snap('answering');
  await press('Control+Enter');
  await expect(app.entries.last()).toContainText('October.');
  await expect.poll(async () => (await agent.entries(issue.id)).at(-1)?.text).toBe('October.');

  await press('Escape');
  await expect(app.issue(issue.title)).toBeHidden();
  await tabTo(page, app.signOut.account);
  await press('Enter');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: t('account-sign-out') }));
  await press('Enter');
  await expect(app.signOut.dialog).toBeVisible();
  await tabTo(page, app.signOut.submit);
  await press('Enter');
  await expect(app.signIn.heading).toBeVisible();
});

test('help lists the keys, and the focus comes back where it was', async ({ app, t, page, snap }) => {
  await app.enter();
  await app.newIssue.focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: t('help-title') });
  await expect(help).toBeVisible();
  await snap('help');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(app.newIssue).toBeFocused();
});

/** A press of the mouse is a defect of the story from here on. */
async function forbidMouse(page: Page): Promise<void> {
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => console.error('a mouse was used'), { capture: true });
  });
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 40; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the Tab key does not come there');
}

async function expectOne<T>(found: Promise<T[]>): Promise<T> {
  const [one, ...more] = await found;
  if (!one || more.length > 0) throw new Error('not exactly one');
  return one;
}
