// Tech support chat: from the question through the queue to somebody of the team, and back to it by search.
import { expectAccessible } from './rig/access.ts';
import { picture, secret } from './rig/pictures.ts';
import { queued } from './rig/queued.ts';
import { expect, test } from './rig/test.ts';
import { told } from './rig/told.ts';

const question = 'The shop shows a white page after I press Process order.';

test('asked, queued, joined, talked with a picture, ended, and found again', async ({ app, house, page, t, snap }) => {
  const agent = await house.agent();
  await agent.goOnDuty();
  await app.enter();
  await app.chat.open();
  await expect(app.chat.availability).toContainText(t('chat-open'));
  await expect(app.chat.name).toHaveValue('Elsa Lind');
  await expect(app.chat.email).toHaveValue('elsa.lind@example.org');
  await expect(app.chat.memberId).toHaveValue('SE-204817');
  await app.chat.question.fill(question);
  await snap('asked');
  await app.chat.start.click();
  await app.chat.queued(1);
  await snap('queued');

  // The member goes on working, and is told when somebody comes.
  await app.goTo('open');
  const chat = await queued(agent, question);
  await agent.take(chat.id);
  const notice = await told(house, 'Chat with Maja');
  await house.press(notice, 'answer');
  await app.chat.joined('Maja');
  await expect(app.chat.line).toBeFocused();
  await expect.poll(async () => (await house.standing()).map((standing) => standing.tag)).not.toContain(notice.tag);

  await agent.typing(chat.id);
  await expect(app.chat.typing).toHaveText(t('chat-typing', { name: 'Maja' }));
  await agent.say(chat.id, 'Hello! Which browser do you use? See https://example.org/browsers');
  await expect(app.chat.message('Which browser').getByRole('link')).toHaveText('https://example.org/browsers');
  await expect(app.chat.told.filter({ hasText: 'Which browser' }), 'read out once').toHaveCount(1);

  await page.keyboard.type('Firefox. It looks like this:');
  await expect.poll(async () => (await agent.chat(chat.id)).member_typing).toBe(true);
  await house.choose(await picture(house.data, 'white page.png'));
  await app.chat.attach.click();
  await expect(app.chat.pictures).toHaveCount(1);
  await snap('with a picture');
  await page.keyboard.press('Control+Enter');
  await app.chat.delivered('Firefox. It looks like this:');
  await expect(app.chat.line).toHaveValue('');
  const [sent] = (await agent.transcript(chat.id)).filter((message) => message.text === 'Firefox. It looks like this:');
  const [file] = sent?.attachments ?? [];
  if (!file) throw new Error('the picture did not arrive');
  expect((await agent.file(file.id)).includes(secret), 'nothing hidden goes out').toBe(false);

  await agent.say(chat.id, 'Thank you, the quokka cache is to blame. It works again.');
  await expect(app.chat.message('quokka')).toBeVisible();
  await snap('talk');
  await app.chat.finish();
  await expect.poll(async () => (await agent.chat(chat.id)).ended_by).toBe('member');
  await snap('ended');

  await house.deskGoes();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('quokk');
  await expect(app.search.hits).toHaveCount(1);
  await expect(app.search.hits).toContainText(t('search-chat'));
  await page.keyboard.press('Enter');
  await expect(app.chat.message('quokka')).toBeVisible();
  await expect(app.chat.ended).toContainText(t('chat-ended-member'));
  await snap('found');
});

test('two agents: given on, with nobody left out of the talk', async ({ app, house, t, snap }) => {
  const [maja, tom] = [await house.agent(), await house.secondAgent()];
  await maja.goOnDuty();
  await tom.goOnDuty();
  await app.enter();
  await app.chat.ask(question);
  const chat = await queued(maja, question);
  await maja.take(chat.id);
  await app.chat.joined('Maja');
  await app.chat.say('It began this morning.');
  await maja.transfer(chat.id, 'tom');
  await app.chat.joined('Tom');
  await expect(app.chat.happened.filter({ hasText: t('chat-transferred', { from: 'Maja', name: 'Tom' }) })).toHaveCount(1);
  await tom.say(chat.id, 'Hi, Tom here.');
  await expect(app.chat.message('Hi, Tom here.')).toContainText('Tom');
  await app.chat.say('Good that you came.');

  await tom.transfer(chat.id, null);
  await app.chat.queued(1);
  await snap('queued-again');
  await maja.take(chat.id);
  await app.chat.joined('Maja');
  await app.chat.say('Still here.');
  await maja.endChat(chat.id);
  await expect(app.chat.ended).toContainText(t('chat-ended-agent'));
  const words = (await maja.transcript(chat.id)).filter((message) => message.author.side === 'member');
  expect(words.map((message) => message.text)).toEqual([question, 'It began this morning.', 'Good that you came.', 'Still here.']);
});

test('the team asks for an issue, and every word comes along', async ({ app, house, t, snap }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.ask(question);
  const chat = await queued(agent, question);
  await agent.take(chat.id);
  await app.chat.joined('Maja');
  await agent.suggestIssue(chat.id, 'en');
  await expect(app.page.getByText(t('chat-suggests'), { exact: true }).last()).toBeVisible();
  await snap('suggested');
  await app.chat.toIssue.click();
  await expect(app.compose.heading).toBeVisible();
  await expect(app.compose.text).toHaveValue(new RegExp(question));
});

test('who reads further up stays there and is told of what is new', async ({ app, house, page, snap }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.ask(question);
  const chat = await queued(agent, question);
  await agent.take(chat.id);
  await app.chat.joined('Maja');
  for (let line = 1; line <= 30; line++) await agent.say(chat.id, `Step ${line} of many.`);
  await expect(app.chat.message('Step 30 of many.')).toBeInViewport();
  await page.getByTestId('chat-log').evaluate((log) => log.scrollTo(0, 0));
  await expect(app.chat.message(question)).toBeInViewport();
  await agent.say(chat.id, 'One more.');
  await expect(app.chat.fresh).toBeVisible();
  await expect(app.chat.message(question), 'the view did not move').toBeInViewport();
  await snap('fresh');
  await app.chat.fresh.click();
  await expect(app.chat.message('One more.')).toBeInViewport();
  await expect(app.chat.fresh).toBeHidden();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`breaks no rule of access, ${colorScheme}`, async ({ app, house, page, t }) => {
      const agent = await house.agent();
      await app.enter();
      await app.chat.open();
      await expectAccessible(page, 'the form');
      await app.chat.start.click();
      await expect(page.getByText(t('problem-question-missing'))).toBeVisible();
      await expectAccessible(page, 'the form with a problem');
      await app.chat.question.fill(question);
      await app.chat.start.click();
      await app.chat.queued(1);
      await expectAccessible(page, 'the queue');
      const chat = await queued(agent, question);
      await agent.take(chat.id);
      await app.chat.joined('Maja');
      await agent.say(chat.id, 'Hello!');
      await expect(app.chat.message('Hello!')).toBeVisible();
      await agent.suggestIssue(chat.id, 'en');
      await expectAccessible(page, 'the conversation');
      await app.chat.end.click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'ending');
      await page.keyboard.press('Escape');
      await app.chat.finish();
      await expectAccessible(page, 'the end');
      await app.chat.begin.click();
      await expect(app.chat.earlier.first()).toContainText(question);
      await expectAccessible(page, 'earlier chats');
    });
  });
}
