// Taking back what was sent: it ends as sent or as a draft, never as both, and never as neither.
import { expectAccessible } from './rig/access.ts';
import { expect, test } from './rig/test.ts';

test('what has not left yet is a draft again at once, by keyboard; what may have left comes back with the desk', async ({
  app,
  house,
  t,
  page,
  snap,
}) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  const before = (await agent.entries(issue.id)).length;
  await app.enter();
  await app.openIssue('open', issue.title);
  await house.deskGoes();
  const cards = ['Sent too early.', 'Sent right after it.'].map((text) => ({ text, card: app.outbox.card(text) }));
  for (const { text, card } of cards) {
    await app.reply.fill(text);
    await page.keyboard.press('Control+Enter');
    await expect(card).toBeVisible();
  }
  const [first, second] = cards;
  if (!first || !second) throw new Error('two were sent');
  await snap('waiting');
  await app.outbox.retry(first.card).focus();
  await page.keyboard.press('Enter');
  await expect(first.card).toContainText(t('op-waiting'));
  await expect(first.card.locator(':focus').or(first.card.and(page.locator(':focus'))), 'the focus is not lost').toHaveCount(1);
  await app.outbox.takeBack(second.card).focus();
  await page.keyboard.press('Enter');
  await expect(second.card).toBeHidden();
  await expect(app.reply).toBeFocused();
  await expect(app.reply).toHaveValue(second.text);
  await expect(page.getByRole('status').filter({ hasText: t('op-taken-back') })).toBeAttached();

  await app.outbox.takeBack(first.card).focus();
  await page.keyboard.press('Enter');
  await house.deskComesBack();
  await app.checkNow.click();
  await expect(first.card).toBeHidden({ timeout: 20_000 });
  await app.checked();
  await expect(app.reply, 'nothing that was written is lost').toHaveValue(/Sent too early\./);
  await expect(app.reply).toHaveValue(/Sent right after it\./);
  expect(await agent.entries(issue.id), 'nothing arrived').toHaveLength(before);
  await snap('both-back');
});

test('what is on its way comes back, or has arrived: one of both', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await app.enter();
  await app.openIssue('open', issue.title);
  await house.line('held');
  await app.reply.fill('On its way.');
  await app.sendReply.click();
  const card = app.outbox.card('On its way.');
  await expect(card).toContainText(t('op-sending'));
  await app.outbox.takeBack(card).click();
  await expect(card).toContainText(t('op-taking-back'));
  await expect(app.outbox.takeBack(card)).toBeHidden();
  await expectAccessible(page, 'being taken back');
  await snap('taking-back');
  await house.line('fine');
  await expect(card).toBeHidden({ timeout: 30_000 });
  await expect(async () => {
    const kept = (await app.reply.inputValue()) === 'On its way.';
    const sent = (await agent.entries(issue.id)).filter((entry) => entry.text === 'On its way.').length;
    expect([kept, sent]).toEqual(sent === 0 ? [true, 0] : [false, 1]);
  }).toPass({ timeout: 10_000 });
  await snap('settled');
});

test('a key that is pressed after "send" begins the next answer', async ({ app, house, t, page }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await app.enter();
  await app.openIssue('open', issue.title);
  await app.reply.focus();
  await page.keyboard.type('First.');
  await page.route('**/api/call/send_draft', async (route) => {
    await page.keyboard.type(' Second.');
    await route.continue();
  });
  await page.keyboard.press('Control+Enter');
  await expect(app.reply).toHaveValue(' Second.');
  await expect.poll(async () => (await agent.entries(issue.id)).at(-1)?.text).toBe('First.');
  await expect(page.getByTestId('saved')).toHaveText(t('saved-moment'));
  await app.restart();
  await app.openIssue('open', issue.title);
  await expect(app.reply).toHaveValue(' Second.');
});

for (const choice of ['op-unclear-arrived', 'op-unclear-again'] as const) {
  test(`what nobody but the member can know is asked: ${choice}`, async ({ app, house, t, page, snap }) => {
    await app.enter();
    await house.deskGoes();
    await app.newIssue.click();
    await app.compose.write('English', 'did it arrive', 'The text that may be at the desk.');
    await app.compose.submit.click();
    await app.goToDrafts();
    await expect(app.outbox.card('The text that may be at the desk.')).toBeVisible();
    // The built-in desk knows every operation by its key, so that it never is unclear there.
    const settled: unknown[] = [];
    await page.route('**/api/call/unsent', async (route) => {
      const answer = await route.fetch();
      const unsent = (await answer.json()) as { operations: object[] };
      const operations = unsent.operations.map((one) => ({ ...one, state: 'stuck', problem: 'unclear' }));
      await route.fulfill({ response: answer, json: { ...unsent, operations } });
    });
    await page.route('**/api/call/settle', async (route) => {
      settled.push(route.request().postDataJSON());
      await route.fulfill({ json: null });
    });
    await page.reload();
    const card = app.outbox.card('The text that may be at the desk.');
    await expect(card).toContainText(t('op-unclear'));
    await expect(card).toContainText(t('error-unclear'));
    await expectAccessible(page, 'a question only the member can answer');
    await snap('unclear');
    await card.getByRole('button', { name: t(choice) }).press('Enter');
    await expect.poll(() => settled).toEqual([
      expect.objectContaining({ arrived: choice === 'op-unclear-arrived' }),
    ]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
}
