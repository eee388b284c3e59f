// The chats of the agents' console, against the real desk: who waits is announced, taken, talked with, handed over, ended.
import type { Browser } from '@playwright/test';
import { ConsoleChats } from './pages/console-chats.ts';
import { Console } from './pages/console.ts';
import { expectAccessible } from './rig/access.ts';
import { Member } from './rig/member.ts';
import { picture } from './rig/pictures.ts';
import { expect, test as base } from './rig/test.ts';
import { words } from './rig/words.ts';

const test = base.extend<{ desk: Console; chats: ConsoleChats; member: Member }>({
  t: async ({ speaks }, use) => use(words(speaks, 'agent')),
  desk: async ({ page, house, t }, use) => use(new Console(page, house, t)),
  chats: async ({ page, t }, use) => use(new ConsoleChats(page, t)),
  member: async ({ house }, use) => use(await Member.signIn(house.ready.desk, house.ready.member)),
});
test.use({ pageOf: 'desk', locale: 'en-GB' });
// Two sides take turns, which is long on a computer that has much else to do.
test.slow();

const WHITE_PAGE = 'The shop shows a white page.';

test('a member waits, is talked with, asked for an issue, and the chat ends', async ({ desk, chats, member, house, page, t, snap }) => {
  await desk.enter();
  const chat = await member.startChat(WHITE_PAGE, { language: 'sv' });
  await expect(page.getByRole('status').filter({ hasText: t('chats-come', { name: 'Elsa Lind', count: 1 }) })).toBeAttached();
  await expect(page).toHaveTitle(/^\(1\) /);
  await desk.goToSection('chats');
  await chats.goOnDuty();
  await expect(chats.rows('waiting')).toContainText(t('chat-waits-moment'));
  await snap('waiting');
  await page.keyboard.press('t');
  await expect(chats.text).toBeFocused();
  await expect(chats.messages.first()).toContainText(WHITE_PAGE);
  await expect.poll(async () => (await chat.facts()).agent).toBe('Maja');

  await chats.text.pressSequentially('Which browser');
  await expect.poll(async () => (await chat.facts()).agent_typing, 'the member sees that one types').toBe(true);
  await chats.say('Which browser is it?');
  await expect(chats.messages.last()).toContainText('Which browser is it?');
  await expect.poll(async () => (await chat.facts()).agent_typing).toBe(false);

  await chat.typing(true);
  await expect(chats.log.getByText(t('talk-types', { member: 'Elsa Lind' }))).toBeVisible();
  await snap('typing');
  await chat.say('Firefox.');
  await expect(chats.messages.last()).toContainText('Firefox.');
  await expect(chats.log.getByText(t('talk-types', { member: 'Elsa Lind' }))).toBeHidden();

  await desk.attach(await picture(house.data, 'where.png'));
  await chats.say('Press here.');
  await expect(chats.messages.last().getByRole('button', { name: t('attachment-open') })).toContainText('where.png');
  const [sent] = (await chat.messages()).flatMap(({ attachments }) => attachments);
  expect((await member.file(sent?.id ?? '')).length).toBeGreaterThan(1000);
  await snap('talk');

  await desk.goToSection('lists');
  await chat.say('It works now!');
  const rail = page.getByRole('navigation', { name: t('rail') });
  await expect(rail.getByText(t('chats-count-unread', { count: 1 }))).toBeAttached();
  await desk.goToSection('chats');
  await expect(chats.rows('mine')).toContainText(t('row-new'));
  await chats.rows('mine').getByRole('link').click();
  await expect(chats.messages.last()).toContainText('It works now!');
  await expect(chats.rows('mine')).not.toContainText(t('row-new'));

  await expect(page.getByLabel(t('talk-suggest-language')), 'the question’s language').toHaveValue('sv');
  await desk.button('talk-suggest').click();
  await expect(chats.messages.last()).toContainText('Kan du skicka in det här som ett ärende');
  expect((await chat.facts()).suggests_issue).toBe(true);

  await desk.button('end-open').click();
  await expect(desk.dialog).toContainText(t('end-more'));
  await desk.confirm('end-submit');
  await expect(page.getByText(t('chat-ended-agent')).first()).toBeVisible();
  expect((await chat.facts()).ended_by).toBe('agent');
  expect(await chat.texts()).toEqual([WHITE_PAGE, 'Which browser is it?', 'Firefox.', 'Press here.', 'It works now!']);
});

test('a line whose answer is lost is said once, and none passes it', async ({ desk, chats, member, house, page, t, snap }) => {
  const chat = await member.startChat(WHITE_PAGE);
  await desk.enter();
  await desk.goToSection('chats');
  await chats.goOnDuty();
  await chats.take('Elsa Lind');
  await page.route(
    /\/api\/agent\/chats\/[^/]+\/messages$/,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await chats.say('One');
  await chats.say('Two');
  await snap('lost');
  await expect.poll(() => chat.texts()).toEqual([WHITE_PAGE, 'One', 'Two']);
  await expect(chats.messages).toHaveCount(3);
  await expect(page.getByText(t('compose-sending'))).toHaveCount(0);

  await chats.text.fill('Half a');
  await chat.end();
  await expect(page.getByText(t('talk-unsaid'))).toBeVisible();
  await expect(page.getByText('Half a', { exact: true })).toBeVisible();
  await snap('ended');
  await desk.button('signout').click();
  await expect(desk.dialog).toContainText(t('signout-more', { count: 1 }));
  await desk.button('cancel').click();
  await desk.button('talk-discard').click();
  await desk.button('signout').click();
  await expect(page.getByText(t('signin-out'))).toBeVisible();
  const maja = await house.agent();
  expect(await maja.onDuty(), 'nobody is on duty who is not there').toEqual([]);
});

test('two agents and a transfer', async ({ desk, chats, member, house, page, browser, t, snap }) => {
  const chat = await member.startChat(WHITE_PAGE);
  await desk.enter();
  await desk.goToSection('chats');
  await chats.goOnDuty();
  await chats.take('Elsa Lind');
  await chats.say('I get a colleague.');
  const tom = await anotherPage(browser);
  const toms = new ConsoleChats(tom, t);
  const tomsDesk = new Console(tom, house, t);
  await tomsDesk.open();
  await tomsDesk.signIn({ ...house.ready.agent, user_name: 'tom' });
  await tomsDesk.goToSection('chats');
  await toms.goOnDuty();
  await expect(toms.rows('others')).toContainText(t('chat-with', { agent: 'Maja' }));

  await desk.button('transfer-open').click();
  await desk.dialog.getByRole('radio', { name: /Tom/ }).check();
  await snap('transfer');
  await desk.confirm('transfer-submit');
  await expect(chats.rows('others')).toContainText(t('chat-with', { agent: 'Tom' }));
  await expect(page.getByText(t('talk-other', { agent: 'Tom', member: 'Elsa Lind' }))).toBeVisible();
  await toms.rows('mine').getByRole('link').click();
  await toms.say('I take over.');
  await expect(chats.messages.last(), 'who handed it over reads along').toContainText('I take over.');

  await tomsDesk.button('transfer-open').click();
  await tomsDesk.confirm('transfer-submit');
  await expect(chats.rows('waiting')).toContainText('Elsa Lind');
  await expect.poll(async () => (await chat.facts()).state).toBe('waiting');
  expect(await chat.texts()).toEqual([WHITE_PAGE, 'I get a colleague.', 'I take over.']);
  await tom.context().close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1200, 360]) {
    test(`accessible, ${colorScheme}, ${width} pixels`, async ({ desk, chats, member, page, t, snap }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 760 });
      const fits = (): Promise<boolean> =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
      await desk.enter();
      await desk.goToSection('chats');
      await expect(page.getByText(t('chats-none'), { exact: true })).toBeVisible();
      await expectAccessible(page, 'no chats');
      const chat = await member.startChat(WHITE_PAGE);
      await expect(chats.rows('waiting')).toHaveCount(1);
      await expectAccessible(page, 'somebody waits and nobody is on duty');
      await snap(`unattended-${colorScheme}-${width}`);
      await chats.goOnDuty();
      await chats.take('Elsa Lind');
      await chat.say('Are you there?');
      await expect(chats.messages).toHaveCount(2);
      expect(await fits()).toBe(true);
      await expectAccessible(page, 'a chat');
      await snap(`chat-${colorScheme}-${width}`);
      await desk.button('transfer-open').click();
      await expect(desk.dialog).toBeVisible();
      await expectAccessible(page, 'handing over');
      await page.keyboard.press('Escape');
      await chat.end();
      await expect(page.getByText(t('chat-ended-member')).first()).toBeVisible();
      await expectAccessible(page, 'an ended chat');
    });
  }
}

async function anotherPage(browser: Browser): Promise<Console['page']> {
  return (await browser.newContext({ locale: 'en-GB', viewport: { width: 1200, height: 800 } })).newPage();
}
