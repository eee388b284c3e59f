// The agents' console, served by the desk: list, issue, reply, ask for feedback, note, files, close, reopen. Nothing is
// lost, nothing is sent twice, and the sign-in lives in the page alone.
import { Console } from './pages/console.ts';
import { expectAccessible } from './rig/access.ts';
import type { DeskIssue } from './rig/agent.ts';
import type { House } from './rig/house.ts';
import { picture, text } from './rig/pictures.ts';
import { expect, test as base } from './rig/test.ts';
import { words } from './rig/words.ts';

const test = base.extend<{ desk: Console }>({
  t: async ({ speaks }, use) => use(words(speaks, 'agent')),
  desk: async ({ page, house, t }, use) => use(new Console(page, house, t)),
});
test.use({ pageOf: 'desk', locale: 'en-GB' });

async function anOpenIssue(house: House): Promise<DeskIssue> {
  const [issue] = await (await house.agent()).issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  return issue;
}

const entriesPath = /\/api\/agent\/issues\/[^/]+\/entries$/;

test('reply, note, ask, close, reopen', async ({ desk, house, t, page, snap }) => {
  const issue = await anOpenIssue(house);
  await desk.open();
  await desk.signIn({ ...house.ready.agent, password: 'not the password' });
  await expect(desk.problem).toContainText(t('error-wrong-password'));
  await snap('wrong-password');
  await desk.signIn();
  await desk.openIssue('open', issue.title);
  await expect(page.getByText(t('issue-number', { number: issue.number }))).toBeVisible();

  await desk.write('reply', 'We are looking at it.');
  await desk.send('reply');
  await expect(desk.entries.last()).toContainText('We are looking at it.');
  await expect(desk.text).toHaveValue('');

  await desk.write('note', 'Known since Monday.');
  await desk.send('note');
  await expect(desk.entries.last()).toContainText(t('entry-internal'));
  await snap('note');

  await desk.write('ask', 'Which browser do you use?');
  await desk.send('ask');
  await expect(desk.entries.last()).toContainText('Which browser do you use?');
  await expect(desk.entries.last()).toContainText(t('entry-asks'));
  await expect(desk.rows('open').filter({ hasText: issue.title }), 'it left the list of open issues').toHaveCount(0);
  await snap('asked');

  await desk.openIssue('awaiting', issue.title);
  await desk.button('close-open').click();
  await desk.dialog.getByRole('textbox').fill('Fixed on Thursday.');
  await snap('closing');
  await desk.dialog.getByRole('button', { name: t('close-submit'), exact: true }).click();
  await expect(desk.dialog).toBeHidden();
  await expect(desk.entries.last()).toContainText('Fixed on Thursday.');
  await expect(page.getByRole('radio', { name: t('compose-reply') }), 'a closed issue takes notes only').toBeDisabled();
  await desk.button('reopen').click();
  await expect(desk.button('close-open')).toBeVisible();
  const said = (await (await house.agent()).entries(issue.id)).slice(-4).map((entry) => entry.text);
  expect(said).toEqual(['We are looking at it.', 'Known since Monday.', 'Which browser do you use?', 'Fixed on Thursday.']);
});

test('an answer that is lost on the way sends nothing twice', async ({ desk, house, t, page, snap }) => {
  const issue = await anOpenIssue(house);
  const count = async (): Promise<number> => (await (await house.agent()).entries(issue.id)).length;
  const before = await count();
  await desk.enter();
  await desk.openIssue('open', issue.title);
  await page.route(
    entriesPath,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 2 },
  );
  await desk.write('reply', 'Once and only once.');
  await desk.send('reply');
  await expect(desk.problem).toContainText(t('error-unreachable'));
  await expect(desk.text).toHaveValue('Once and only once.');
  await snap('lost');
  await desk.send('reply');
  await expect(desk.problem).toContainText(t('error-unreachable'));
  await desk.text.fill('Changed meanwhile.');
  await desk.send('reply');
  await expect(desk.problem).toContainText(t('error-key-reused'));
  await expect(desk.text).toHaveValue('Changed meanwhile.');
  await expect(desk.entries.last()).toContainText('Once and only once.');
  expect(await count()).toBe(before + 1);
  await desk.send('reply');
  await expect(desk.text).toHaveValue('');
  expect(await count()).toBe(before + 2);
});

test('what was typed outlives the session', async ({ desk, house, t, page, context, snap }) => {
  const issue = await anOpenIssue(house);
  await desk.enter();
  await desk.openIssue('open', issue.title);
  await desk.write('note', 'Half a thought');
  const body = JSON.stringify({ type: 'about:blank', title: '', status: 401, code: 'signed_out' });
  await page.route(entriesPath, (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body }), { times: 1 });
  await desk.send('note');
  await expect(page.getByText(t('signin-ended-more'))).toBeVisible();
  await expect(desk.user).toHaveValue(house.ready.agent.user_name);
  await snap('ended');
  await desk.signIn();
  await expect(desk.issue(issue.title)).toBeVisible();
  await expect(desk.text).toHaveValue('Half a thought');
  await expect(page.getByRole('radio', { name: t('compose-note') })).toBeChecked();
  await expect(desk.rows('open').filter({ hasText: issue.title })).toContainText(t('row-unsent'));

  await desk.button('signout').click();
  await expect(desk.dialog).toContainText(t('signout-more', { count: 1 }));
  await desk.button('cancel').click();
  await desk.send('note');
  await expect(desk.text).toHaveValue('');
  await desk.button('signout').click();
  await expect(page.getByText(t('signin-out'))).toBeVisible();

  await desk.signIn();
  await expect(desk.issue(issue.title)).toBeVisible();
  await page.reload();
  await expect(page.getByText(t('signin-reloaded'))).toBeVisible();
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  expect(await context.cookies()).toEqual([]);
});

test('a picture is shown from memory', async ({ desk, house, page, t, snap }) => {
  const agent = await house.agent();
  const all = await Promise.all((await agent.issues()).map(async (issue) => ({ issue, entries: await agent.entries(issue.id) })));
  const found = all.find(({ entries }) => entries.some((entry) => entry.attachments.length > 0));
  if (!found) throw new Error('the demo has no attachment');
  await desk.enter();
  await page.goto(`${page.url().split('#')[0]}#/all/${found.issue.id}`);
  const file = desk.entries.getByRole('button', { name: t('attachment-open') }).first();
  await file.scrollIntoViewIfNeeded();
  await expect(file.locator('img')).toHaveAttribute('src', /^blob:/);
  await file.click();
  await expect(desk.dialog.getByRole('img')).toHaveAttribute('src', /^blob:/);
  await snap('picture');
});

test('files go out with a reply, and what the desk does not take is said', async ({ desk, house, page, t, snap }) => {
  const issue = await anOpenIssue(house);
  await desk.enter();
  await desk.openIssue('open', issue.title);
  await desk.attach(await picture(house.data, 'shot.png'), await text(house.data, 'log.txt'));
  const attached = page.getByRole('list', { name: t('attach-list') }).getByRole('listitem');
  await expect(attached).toHaveCount(2);
  await page.getByRole('button', { name: t('attach-remove', { name: 'log.txt' }) }).click();
  await expect(attached).toHaveCount(1);
  await desk.write('reply', 'See the picture.');
  await snap('attached');
  await desk.send('reply');
  await expect(desk.entries.last().getByRole('button', { name: t('attachment-open') })).toContainText('shot.png');
  await expect(attached).toHaveCount(0);
  const sent = (await (await house.agent()).entries(issue.id)).at(-1);
  expect(sent?.attachments.map(({ name, media_type }) => [name, media_type])).toEqual([['shot.png', 'image/png']]);

  await page.getByTestId('files').setInputFiles({ name: 'tool.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\x90\0\x03\0') });
  await desk.write('note', 'A program');
  await desk.send('note');
  await expect(desk.problem).toContainText(t('error-unsupported-media'));
  await expect(desk.text).toHaveValue('A program');
});

test('issues are found by words and language', async ({ desk, house, page, t, snap }) => {
  const issue = await anOpenIssue(house);
  await (await house.agent()).note(issue.id, 'The key is Överhettning.');
  await desk.enter();
  await desk.goTo('all');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ÖVERHETTNING');
  await expect(desk.rows('all')).toHaveCount(1);
  await expect(desk.rows('all')).toContainText(issue.title);
  await snap('found');
  await page.keyboard.type(' nowhere');
  await expect(page.getByText(t('list-none'), { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(desk.rows('all').nth(3)).toBeVisible();
  const languages = page.getByLabel(t('filter-language'));
  await languages.selectOption('sv');
  await expect(desk.rows('all').first()).toContainText('Svenska');
  await expect(desk.rows('all').filter({ hasNotText: 'Svenska' })).toHaveCount(0);
});

test('everything goes by the keyboard', async ({ desk, house, page, t, snap }) => {
  await desk.enter();
  await expect(desk.rows('open').first()).toBeVisible();
  await page.keyboard.press('?');
  await expect(desk.dialog).toContainText(t('help-take'));
  await snap('keyboard');
  await page.keyboard.press('Escape');
  await expect(desk.dialog).toBeHidden();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const second = desk.rows('open').nth(1).getByRole('link');
  await expect(second).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(desk.entries.first()).toBeVisible();
  await page.keyboard.press('r');
  await page.keyboard.type('By keys alone');
  await page.keyboard.press('Control+Enter');
  await expect(desk.entries.last()).toContainText('By keys alone');
  await page.keyboard.press('Control+3');
  await expect(desk.tab('closed')).toHaveAttribute('aria-current', 'page');
  const all = await Promise.all((await (await house.agent()).issues('open')).map(async ({ id }) => (await house.agent()).entries(id)));
  expect(all.flat().filter((entry) => entry.text === 'By keys alone')).toHaveLength(1);
});

test('the list goes on where a page ends', async ({ desk, house, page }) => {
  const all = await (await house.agent()).issues();
  expect(all.length, 'more than one page').toBeGreaterThan(25);
  await desk.enter();
  await desk.goTo('all');
  await expect(desk.rows('all').first()).toBeVisible();
  await page.locator('[data-rows] a').first().focus();
  await page.keyboard.press('End');
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(desk.rows('all').last()).toContainText(all.at(-1)?.title ?? '', { timeout: 500 });
  }).toPass();
});

test.describe('at 360 pixels', () => {
  test.use({ viewport: { width: 360, height: 720 } });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`list, then issue, accessible, ${colorScheme}`, async ({ desk, house, page, t, snap }) => {
      await page.emulateMedia({ colorScheme });
      const issue = await anOpenIssue(house);
      const fits = (): Promise<boolean> =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
      await desk.open();
      await expectAccessible(page, 'sign-in');
      await desk.signIn();
      await expect(desk.rows('open').first()).toBeVisible();
      await expectAccessible(page, 'the list');
      expect(await fits()).toBe(true);
      await snap(`list-360-${colorScheme}`);
      await desk.openIssue('open', issue.title);
      await expect(desk.heading('lists')).toBeHidden();
      await desk.write('note', 'A note');
      await expectAccessible(page, 'an issue');
      expect(await fits()).toBe(true);
      await snap(`issue-360-${colorScheme}`);
      await page.getByRole('button', { name: t('back') }).click();
      await expect(desk.rows('open').filter({ hasText: issue.title })).toContainText(t('row-unsent'));
    });
  }
});
