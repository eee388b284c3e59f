// The three lists: what the guide names, every date with its year in the member's language, and long lists by scrolling.
import type { List } from './pages/window.ts';
import { Member } from './rig/member.ts';
import { expect, test } from './rig/test.ts';

const tests = ['Testing Submission From Canada', 'Another Test - Disregard', 'Test'];

test('each list holds what the desk holds, with its dates', async ({ app, house, t, snap }) => {
  const agent = await house.agent();
  await app.enter();
  const lists: [List, 'awaiting_feedback' | 'open' | 'closed'][] = [
    ['awaiting', 'awaiting_feedback'],
    ['open', 'open'],
    ['closed', 'closed'],
  ];
  for (const [list, status] of lists) {
    const held = await agent.issues(status);
    expect(held.length, `the demo has issues that are ${status}`).toBeGreaterThan(0);
    await app.goTo(list);
    await expect(app.rail.getByRole('link', { name: t(`list-${list}`) })).toContainText(String(held.length));
    await expect(app.rows(list).first()).toHaveAttribute('aria-setsize', String(held.length));
    await expect(app.rows(list).first()).toContainText(t(`status-${list}`));
    await expect(app.rows(list).first()).toContainText(/\b20\d\d\b/);
    await snap(list);
  }
});

test('the issues of the guide stand under Closed with the day they were closed', async ({ app }) => {
  await app.enter();
  await app.goTo('closed');
  for (const title of tests) {
    const row = app.rows('closed').filter({ has: app.page.getByText(title, { exact: true }) });
    await expect(async () => {
      await app.page.mouse.move(400, 500);
      await app.page.mouse.wheel(0, 300);
      await expect(row).toBeVisible({ timeout: 200 });
    }).toPass({ timeout: 10_000 });
    await expect(row).toContainText('Closed 6 Mar 2020');
  }
});

test('the announcement of the desk is there', async ({ app }) => {
  await app.enter();
  await expect(app.rail).toContainText('This service desk is for IT support issues.');
});

test('a long list comes page by page as it is scrolled, and to its end by one key', async ({ app, house, page, snap }) => {
  const member = await Member.signIn(house.ready.desk, house.ready.member);
  for (let number = 1; number <= 250; number++) await member.submit(`issue ${number} of many`);
  await app.enter();
  await app.goTo('open');
  const rows = app.rows('open');
  const total = Number(await rows.first().getAttribute('aria-setsize'));
  expect(total).toBeGreaterThanOrEqual(250);
  expect(await rows.count(), 'rows that nobody sees do not exist').toBeLessThan(60);
  await rows.first().getByRole('link').focus();
  // The end of what is there so far; each time more comes, until it is the end of all.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(rows.last()).toHaveAttribute('aria-posinset', String(total), { timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await expect(rows.last().getByRole('link')).toBeFocused();
  await snap('long');
  await page.keyboard.press('Home');
  await expect(rows.first()).toHaveAttribute('aria-posinset', '1');
});

test.describe('in Swedish', () => {
  test.use({ speaks: 'sv' });

  test('the words and the dates are Swedish', async ({ app, house, snap }) => {
    const agent = await house.agent();
    const { title } = await agent.the('Svenska - kan inte bearbeta beställning');
    await app.enter();
    await expect(app.heading('awaiting')).toHaveText('Väntar på svar');
    for (const list of ['awaiting', 'open', 'closed'] as const) {
      await app.goTo(list);
      await expect(app.rows(list).first()).toContainText(/\d{1,2} [a-zåäö]{3,4}\.? 20\d\d/);
      const row = app.row(list, title);
      if (await row.isVisible()) await expect(row).toContainText(/3 aug\.? 2020/);
      await snap(`${list}-sv`);
    }
  });
});

test('an issue shows its conversation: who, when, what, and pictures larger', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  const issues = await agent.issues('open');
  const found = [];
  for (const issue of issues) {
    const entries = await agent.entries(issue.id);
    if (entries.some((entry) => entry.attachments.length > 0)) found.push({ issue, entries });
  }
  const [first] = found;
  if (!first) throw new Error('no open issue of the demo has a picture');
  await app.enter();
  await app.openIssue('open', first.issue.title);
  await expect(app.entries).toHaveCount(first.entries.length);
  await expect(app.entries.first()).toContainText(t('you'));
  const name = first.entries.flatMap((entry) => entry.attachments)[0]?.name ?? '';
  await app.entries.getByRole('button', { name }).first().click();
  const large = page.getByRole('dialog').getByRole('img', { name });
  await expect(large).toBeVisible();
  await expect.poll(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await snap('picture');
  await page.keyboard.press('Escape');
  await expect(large).toBeHidden();
});
