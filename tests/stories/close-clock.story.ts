// The desk closes what stays silent: how much time is left is said, and more can be asked for, to be read before it is sent.
import { expect, test } from './rig/test.ts';

test('time left, and more of it', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await agent.ask(issue.id, 'Which browser do you use?');
  await expect(app.row('awaiting', issue.title)).toContainText(t('closes-left', { days: 5 }));
  await app.openIssue('awaiting', issue.title);
  await expect(page.getByTestId('clock')).toContainText(t('closes-left', { days: 5 }));
  await app.reply.fill('Hello Maja!');
  const days = page.getByLabel(t('ask-time'), { exact: true });
  await days.selectOption({ index: 2 });
  await expect(app.reply).toHaveValue(/^Hello Maja!\n\n\S/);
  await expect(app.reply).toBeFocused();
  const first = await app.reply.inputValue();
  await days.selectOption({ index: 3 });
  await expect(app.reply).not.toHaveValue(first);
  const second = await app.reply.inputValue();
  expect(second.split('\n'), 'another day takes its place').toHaveLength(3);
  await snap('asking');
  await app.sendReply.click();
  await expect.poll(async () => (await agent.entries(issue.id)).at(-1)?.text).toBe(second);
  // The desk's state as it is: an answer ends the round here.
  await expect(page.getByTestId('clock')).toBeHidden();
  await expect(days).toBeHidden();
});
