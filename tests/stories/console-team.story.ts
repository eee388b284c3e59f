// Members and settings in the agents' console: each change is said in words before it is made, and holds at the desk.
import { Console } from './pages/console.ts';
import { expectAccessible } from './rig/access.ts';
import type { House } from './rig/house.ts';
import { Member } from './rig/member.ts';
import { expect, test as base } from './rig/test.ts';
import { words } from './rig/words.ts';

const test = base.extend<{ desk: Console }>({
  t: async ({ speaks }, use) => use(words(speaks, 'agent')),
  desk: async ({ page, house, t }, use) => use(new Console(page, house, t)),
});
test.use({ pageOf: 'desk', locale: 'en-GB' });

interface Profile {
  member: { rank: string | null; eligible: boolean };
  desk: { announcement: string | null; lowest_rank: string | null; close_rule: { working_days: number } | null; calendar: { holidays: string[] }; languages: string[] };
}

async function profileOf(house: House, user_name: string): Promise<Profile> {
  const member = await Member.signIn(house.ready.desk, { ...house.ready.member, user_name });
  return member.read<Profile>('api/profile');
}

test('a member gets another rank, is shut out and let in again', async ({ desk, house, page, t, snap }) => {
  await desk.enter();
  await desk.goToSection('members');
  await page.getByRole('searchbox').or(page.getByLabel(t('members-words'))).first().fill('bo ek');
  const rows = page.getByRole('list', { name: t('members'), exact: true }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(t('member-not-served'));
  await rows.getByRole('link').click();
  await page.getByLabel(t('rank-label')).selectOption('Gold');
  await desk.button('rank-change').click();
  await expect(desk.dialog).toContainText(t('rank-from-to', { from: 'Member', to: 'Gold' }));
  await expect(desk.dialog).toContainText(t('rank-now-served', { name: 'Bo Ek' }));
  await snap('rank');
  await desk.button('cancel').click();
  expect((await profileOf(house, 'bo')).member.rank, 'nothing changes unconfirmed').toBe('Member');
  await desk.button('rank-change').click();
  await desk.confirm('change-submit');
  await expect(rows).toContainText(t('member-served'));
  expect((await profileOf(house, 'bo')).member).toMatchObject({ rank: 'Gold', eligible: true });

  await desk.button('disable-open').click();
  await expect(desk.dialog).toContainText(t('disable-more', { name: 'Bo Ek' }));
  await desk.confirm('change-submit');
  await expect(rows).toContainText(t('member-disabled'));
  await expect(profileOf(house, 'bo')).rejects.toThrow('401');
  await desk.button('enable-open').click();
  await desk.confirm('change-submit');
  expect((await profileOf(house, 'bo')).member.eligible).toBe(true);
});

test('a member’s issues and chats are found from the member', async ({ desk, house, page, t }) => {
  const member = await Member.signIn(house.ready.desk, house.ready.member);
  const chat = await member.startChat('Where are my invoices?');
  await chat.end();
  await desk.enter();
  await desk.goToSection('members');
  const rows = page.getByRole('list', { name: t('members'), exact: true }).getByRole('listitem');
  await rows.filter({ hasText: 'Elsa Lind' }).getByRole('link').click();
  await page.getByRole('link', { name: 'Where are my invoices?' }).click();
  await expect(page.getByRole('log')).toContainText('Where are my invoices?');
  await page.goBack();
  await page.getByRole('link', { name: t('talk-issues') }).click();
  await expect(desk.tab('all')).toHaveAttribute('aria-current', 'page');
  await expect(desk.rows('all').first()).toContainText('Elsa Lind');
});

test('settings are said in words, then hold', async ({ desk, house, page, t, snap }) => {
  const topics = ['Orders and payments', 'Account and sign-in', 'Something else', 'Invoices'];
  await desk.enter();
  await desk.goToSection('settings');
  await expect(desk.button('set-save')).toBeDisabled();
  await page.getByLabel(t('set-announcement')).fill('Closed on Friday.');
  await page.getByLabel(t('set-rank')).selectOption('Gold');
  await expect(page.getByRole('switch', { name: t('set-close-rule') })).toBeChecked();
  await page.getByLabel(t('set-close-days')).fill('none');
  await desk.button('set-save').click();
  await expect(page.getByText(t('set-number-wrong'))).toBeVisible();
  await expect(page.getByLabel(t('set-close-days'))).toBeFocused();
  await page.getByLabel(t('set-close-days')).fill('7');
  await page.getByRole('button', { name: t('set-holidays-add') }).click();
  await page.getByLabel(t('set-holidays-day')).fill('2026-12-24');
  await page.getByRole('radio', { name: t('set-hours-some') }).check();
  await page.getByRole('button', { name: t('set-topics-add') }).click();
  await page.getByLabel(t('set-topics-name')).last().fill('Invoices');
  await desk.button('set-save').click();
  for (const line of [
    t('say-announcement', { text: 'Closed on Friday.' }),
    t('say-rank', { from: 'Silver', to: 'Gold' }),
    t('say-close-warned', { days: 7 }),
    t('say-holidays', { count: 1 }),
    t('say-topics', { topics: topics.join(', ') }),
  ]) {
    await expect(desk.dialog).toContainText(line);
  }
  await snap('words');
  await desk.button('cancel').click();
  expect((await profileOf(house, 'elsa')).desk.lowest_rank, 'nothing changes unconfirmed').toBe('Silver');
  await desk.button('set-save').click();
  await desk.confirm('change-submit');
  await expect(page.getByText(t('set-unchanged'))).toBeVisible();
  const { desk: facts } = await profileOf(house, 'elsa');
  expect(facts).toMatchObject({ announcement: 'Closed on Friday.', lowest_rank: 'Gold', close_rule: { working_days: 7 }, calendar: { holidays: ['2026-12-24'] } });
  const member = await Member.signIn(house.ready.desk, house.ready.member);
  const chat = await member.read<{ topics: { name: string }[] }>('api/chat');
  expect(chat.topics.map(({ name }) => name)).toEqual(topics);

  await page.getByRole('switch', { name: t('set-chat-open') }).click();
  await desk.button('set-save').click();
  await expect(desk.dialog).toContainText(t('say-chat-shut'));
  await desk.confirm('change-submit');
  await expect(member.startChat('Too late')).rejects.toThrow('chat_closed');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1200, 360]) {
    test(`accessible, ${colorScheme}, ${width} pixels`, async ({ desk, page, t, snap }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 760 });
      const fits = (): Promise<boolean> =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
      await desk.enter();
      await desk.goToSection('members');
      const rows = page.getByRole('list', { name: t('members'), exact: true }).getByRole('listitem');
      await expect(rows.first()).toBeVisible();
      await expectAccessible(page, 'members');
      await rows.filter({ hasText: 'Bo Ek' }).getByRole('link').click();
      await expect(page.getByText(t('member-chats-none'))).toBeVisible();
      await expectAccessible(page, 'a member');
      expect(await fits()).toBe(true);
      await snap(`member-${colorScheme}-${width}`);
      await desk.button('disable-open').click();
      await expect(desk.dialog).toBeVisible();
      await expectAccessible(page, 'a confirmation');
      await page.keyboard.press('Escape');
      if (width === 360) await desk.button('back').click();
      await desk.goToSection('settings');
      await page.getByRole('radio', { name: t('set-hours-some') }).check();
      await page.getByRole('button', { name: t('set-topics-add') }).click();
      await desk.button('set-save').click();
      await expect(page.getByText(t('set-topics-wrong'))).toBeVisible();
      await expectAccessible(page, 'settings with a problem');
      expect(await fits()).toBe(true);
      await snap(`settings-${colorScheme}-${width}`);
    });
  }
}
