// Not one word of a chat is lost: another language, a queue that nobody serves, an app that ends.
import { expectAccessible } from './rig/access.ts';
import { picture } from './rig/pictures.ts';
import { queued } from './rig/queued.ts';
import { expect, test } from './rig/test.ts';

const question = 'The shop shows a white page after I press Process order.';
const swedish =
  'Sidan blir vit när jag trycker på ”Bearbeta beställning”.\n\n  Varukorgen är tom efteråt, och jag får ingen bekräftelse. 🙈 Räksmörgås & <b>åäö</b>\tklart.';

test('a Swedish question becomes an issue, byte for byte', async ({ app, house, page, t, snap }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.open();
  await app.chat.question.fill(swedish);
  await house.choose(await picture(house.data, 'vit sida.png'));
  await app.chat.choose.click();
  await expect(app.chat.pictures).toHaveCount(1);
  await app.chat.start.click();
  await expect(app.chat.gate).toContainText('Chatten förs bara på engelska');
  await expectAccessible(page, 'the gate');
  await snap('gate');
  await app.chat.gate.getByRole('button', { name: 'Skicka in som ärende på svenska' }).click();
  await expect(app.compose.heading).toBeVisible();
  await expect(app.compose.language.locator('option:checked')).toHaveText('Svenska');
  await expect(app.compose.text).toHaveValue(swedish);
  await expect(app.compose.pictures).toHaveCount(1);
  await snap('issue');
  await app.compose.title.fill('vit sida efter beställning');
  await app.compose.submit.click();
  await expect(app.row('open', 'Svenska - vit sida efter beställning')).toBeVisible();
  await expect.poll(() => agent.titled('Svenska - vit sida efter beställning')).toHaveLength(1);
  const issue = await agent.the('Svenska - vit sida efter beställning');
  const [entry] = await agent.entries(issue.id);
  expect(entry?.text).toBe(swedish);
  expect(entry?.attachments).toHaveLength(1);
  expect(await agent.queue()).toEqual([]);

  // Nothing is left where it was written.
  await app.chat.open();
  await expect(app.chat.question).toHaveValue('');
  await app.goToDrafts();
  await expect(page.getByText(t('drafts-empty'))).toBeVisible();
});

test('nobody is held up at the gate who insists', async ({ app, house }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.open();
  await app.chat.question.fill(swedish);
  await app.chat.start.click();
  await app.chat.gate.getByRole('button', { name: 'Starta chatten ändå' }).click();
  await app.chat.queued(1);
  await expect.poll(async () => (await agent.queue()).map((chat) => chat.language)).toEqual(['sv']);
});

test('writing in the language of the chat goes on with the same question', async ({ app, house, page }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.open();
  await app.chat.question.fill(swedish);
  await app.chat.start.click();
  await app.chat.gate.getByRole('button', { name: 'Skriv på engelska' }).click();
  await expect(app.chat.question).toBeFocused();
  await expect(app.chat.question).toHaveValue(swedish);
  await app.chat.question.fill(question);
  await page.keyboard.press('Control+Enter');
  await app.chat.queued(1);
  await queued(agent, question);
});

test('the queue times out, and the question stands under Drafts as an issue', async ({ app, house, page, t, snap }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.ask(question);
  await queued(agent, question);
  await house.deskForward(61 * 60);
  await expect(app.chat.ended).toContainText(t('chat-ended-queue-timeout'));
  await expect(app.chat.ended).toContainText(t('chat-kept-as'));
  await snap('timed-out');
  await app.goToDrafts();
  await expect(page.getByTestId('draft')).toHaveCount(1);
  await expect(page.getByTestId('draft')).toContainText(question);
  await page.getByRole('button', { name: t('draft-continue') }).click();
  await expect(app.compose.text).toHaveValue(question);
});

test('a desk that closes its chat takes no word with it', async ({ app, house, t, snap }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.ask(question);
  await queued(agent, question);
  await agent.chatRules({ open: false });
  await expect(app.chat.ended).toContainText(t('chat-ended-closed'));
  await app.chat.goOnWithDraft.click();
  await expect(app.compose.text).toHaveValue(question);
  await app.compose.keep.click();
  // What the desk said of its chat is asked again after a while.
  await house.passes(30);
  await app.chat.open();
  await expect(app.chat.availability).toContainText(t('chat-closed'));
  await expect(app.chat.start).toBeDisabled();
  await app.chat.question.fill('Another question.');
  await snap('closed');
  await app.chat.toIssue.click();
  await expect(app.compose.text).toHaveValue('Another question.');
});

test('the app ends in the queue and is in the queue again', async ({ app, house, page, t, snap }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.ask(question);
  const chat = await queued(agent, question);
  await app.chat.say('It began this morning.');
  await app.chat.line.fill('And one thing more');
  await expect(page.getByTestId('saved')).toHaveText(t('saved-moment'));
  await app.restart();
  await app.chat.entry.click();
  await app.chat.queued(1);
  await expect(app.chat.messages).toHaveCount(2);
  await expect(app.chat.line).toHaveValue('And one thing more');
  await snap('again');
  await agent.take(chat.id);
  await app.chat.joined('Maja');
  await app.chat.send.click();
  await app.chat.delivered('And one thing more');
  const words = (await agent.transcript(chat.id)).filter((message) => message.author.side === 'member');
  expect(words.map((message) => message.text)).toEqual([question, 'It began this morning.', 'And one thing more']);
  await app.goToDrafts();
  await expect(page.getByTestId('draft')).toHaveCount(0);
});

test('a question is a draft from its first key, also while the desk is away', async ({ app, house, page, t }) => {
  await app.enter();
  await app.chat.open();
  await app.chat.question.fill('Half a ques');
  await expect(page.getByTestId('saved')).toHaveText(t('saved-moment'));
  await house.deskGoes();
  await app.restart();
  await app.chat.open();
  await expect(app.chat.question).toHaveValue('Half a ques');
  await app.chat.question.pressSequentially('tion.');
  await app.chat.toIssue.click();
  await expect(app.compose.text).toHaveValue('Half a question.');
});

test('leaving the queue asks first and keeps what was written', async ({ app, house, page, t }) => {
  const agent = await house.agent();
  await app.enter();
  await app.chat.ask(question);
  const chat = await queued(agent, question);
  await app.chat.leave.click();
  await page.getByRole('dialog').getByRole('button', { name: t('chat-leave'), exact: true }).click();
  await expect(app.chat.ended).toContainText(t('chat-ended-member'));
  await expect.poll(async () => (await agent.chat(chat.id)).state).toBe('ended');
  await expect(app.chat.message(question)).toBeVisible();
  await app.chat.begin.click();
  await expect(app.chat.question).toHaveValue('');
  await expect(app.chat.earlier).toContainText([question]);
});
