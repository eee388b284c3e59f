// Search: whatever was read or begun is found by the beginning of a word, offline and by keyboard alone.
import { expectAccessible } from './rig/access.ts';
import { Member } from './rig/member.ts';
import { expect, test } from './rig/test.ts';

test('found while typing, opened with Enter, and the words are still there afterwards', async ({ app, house, page, snap }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await app.enter();
  await agent.reply(issue.id, 'Please clear the quokka cache and try once more.');
  await app.goTo('awaiting');
  await page.keyboard.press('Control+k');
  await expect(app.search.field).toBeFocused();
  await page.keyboard.type('quokk');
  await expect(app.search.count).toHaveText(app.search.found(1));
  await expect(app.search.heading).toBeVisible();
  await expect(app.search.hits).toContainText([issue.title]);
  await expect(app.search.marks).toHaveText(['quokka']);
  await expect(app.search.field).toBeFocused();
  await snap('found');

  await page.keyboard.press('ArrowDown');
  await expect(app.search.hits.getByRole('link')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(app.search.field).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(app.issue(issue.title)).toBeVisible();
  await expect(app.search.field).toHaveValue('quokk');
  await snap('opened');
  await page.keyboard.press('Escape');
  await expect(app.issue(issue.title)).toBeHidden();
  await expect(app.search.hits.getByRole('link')).toBeFocused();
  await page.goBack();
  await expect(app.issue(issue.title)).toBeVisible();
  await page.goBack();
  await expect(app.search.field).toHaveValue('quokk');
  await expect(app.search.count).toHaveText(app.search.found(1));

  await app.search.field.focus();
  await page.keyboard.press('Escape');
  await expect(app.heading('awaiting')).toBeVisible();
  await expect(app.search.field).toHaveValue('');
});

test('a draft is found and gone on with, a new issue or an answer', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await app.enter();
  await app.newIssue.click();
  await app.compose.write('Svenska', 'en ovanlig rubrik', 'Kängurun syns inte på sidan.');
  await expect(app.compose.saved).toBeVisible();
  await app.openIssue('open', issue.title);
  await app.reply.fill('The wallaby is back.');
  await expect(page.getByTestId('saved')).toHaveText(t('saved-moment'));

  await page.keyboard.press('Control+k');
  await page.keyboard.type('kangur');
  await expect(app.search.hits).toHaveCount(1);
  await expect(app.search.marks).toHaveText(['Kängurun']);
  await snap('draft');
  await page.keyboard.press('Enter');
  await expect(app.compose.heading).toBeVisible();
  await expect(app.compose.title).toHaveValue('en ovanlig rubrik');

  await page.keyboard.press('Control+k');
  await expect(app.search.field, 'the search is in reach from every page').toBeFocused();
  await page.keyboard.type('wallab');
  await expect(app.search.hits).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(app.reply).toBeFocused();
  await expect(app.reply).toHaveValue('The wallaby is back.');
});

test('nothing found is said, offline too, and what the desk wrote stays text', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await app.enter();
  await agent.reply(issue.id, 'The numbat said <img src=x onerror=alert(1)> & went.');
  await app.goTo('open');
  await expect(app.row('open', issue.title)).toContainText('numbat');
  await house.deskGoes();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('numbat');
  await expect(app.search.hits).toContainText(['<img src=x']);
  await expect(app.search.hits.locator('img')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('nothing is called so');
  await expect(page.getByText(t('search-none', { words: 'nothing is called so' }))).toBeVisible();
  await expect(app.search.count).toHaveText(app.search.found(0));
  await snap('none');
});

test('Escape leads back to what was being written', async ({ app, house, page }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await app.enter();
  await app.openIssue('open', issue.title);
  await app.reply.focus();
  await page.keyboard.type('Half a ');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('x');
  await expect(app.search.heading).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(app.reply).toBeFocused();
  await page.keyboard.type('sentence.');
  await expect(app.reply).toHaveValue('Half a sentence.');
});

test('many hits are counted and scrolled like a list', async ({ app, house, t, page, snap }) => {
  const member = await Member.signIn(house.ready.desk, house.ready.member);
  for (let number = 1; number <= 80; number++) await member.submit(`bandicoot ${number}`);
  await app.enter();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('bandi');
  await expect(app.search.count).toHaveText(t('search-more', { count: 60 }));
  await expect(app.search.hits.first()).toHaveAttribute('aria-setsize', '60');
  expect(await app.search.hits.count(), 'rows that nobody sees do not exist').toBeLessThan(40);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(app.search.hits.last()).toHaveAttribute('aria-posinset', '60');
  await expect(app.search.hits.last().getByRole('link')).toBeFocused();
  await snap('many');
});

test('in one column the search comes before the issue that is open', async ({ app, house, page, snap }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const agent = await house.agent();
  const [issue] = await agent.issues('awaiting_feedback');
  if (!issue) throw new Error('nothing awaits in the demo');
  await app.open();
  await app.signIn.submit.click();
  await app.row('awaiting', issue.title).getByRole('link').click();
  await expect(app.issue(issue.title)).toBeVisible();
  await expect(app.search.field).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(app.search.field).toBeFocused();
  await page.keyboard.type(issue.title.split(' ').at(-1)?.slice(0, 5) ?? '');
  await expect(app.search.hit(issue.title)).toBeVisible();
  await snap('narrow');
  await app.search.hit(issue.title).getByRole('link').click();
  await expect(app.issue(issue.title)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`breaks no rule of access, ${colorScheme}`, async ({ app, page, snap }) => {
      await app.enter();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('test');
      await expect(app.search.hits.first()).toBeVisible();
      await expectAccessible(page, 'what was found');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(app.entries.first()).toBeVisible();
      await expectAccessible(page, 'what was found and opened');
      await snap(`access-${colorScheme}`);
      await app.search.field.fill('nothing is called so');
      await expect(app.search.count).toHaveText(app.search.found(0));
      await expectAccessible(page, 'nothing found');
    });
  });
}
