// The desk asks; the member is told within two seconds, answers from the notice, and the notice is gone.
import { expect, test } from './rig/test.ts';
import { told } from './rig/told.ts';

test('asked, told, answered', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await agent.ask(issue.id, 'Which browser do you use? And does it also happen in a private window?');
  const notice = await told(house, issue.title);
  expect(notice.body).toBe('Maja asks: Which browser do you use?');
  expect(notice.buttons).toEqual(['Answer', 'Later']);
  await expect(app.row('awaiting', issue.title)).toBeVisible();
  await snap('asked');

  await house.press(notice, 'answer');
  await expect(app.issue(issue.title)).toBeVisible();
  await expect(app.reply).toBeFocused();
  expect((await house.window()).shown, 'the window came to the front').toBe(1);
  await page.keyboard.type('Firefox. In a private window it works.');
  await snap('answering');
  await app.sendReply.click();
  await expect(app.entries.last()).toContainText('Firefox. In a private window it works.');
  await app.goTo('awaiting');
  await expect(app.row('awaiting', issue.title)).toBeHidden();
  await app.goTo('open');
  await expect(app.row('open', issue.title)).toContainText(t('row-mine', { text: 'Firefox.' }));
  await expect.poll(async () => (await agent.entries(issue.id)).at(-1)?.text).toBe('Firefox. In a private window it works.');
  expect(await house.standing()).not.toContainEqual(expect.objectContaining({ tag: notice.tag }));
  await snap('answered');
});

test('an answer in the window takes the notice away', async ({ app, house, snap }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await agent.ask(issue.id, 'Does it happen every time?');
  const notice = await told(house, issue.title);
  await app.openIssue('awaiting', issue.title);
  await app.reply.fill('Yes, every time.');
  await app.sendReply.click();
  await expect
    .poll(async () => (await house.notices()).find((shown) => shown.id === notice.id))
    .toMatchObject({ standing: false, withdrawn: true });
  await snap('withdrawn');
});

test('a question about the issue in front makes no notice', async ({ app, house }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue, other] = await agent.issues('open');
  if (!issue || !other) throw new Error('the demo has too few open issues');
  await app.openIssue('open', issue.title);
  await agent.ask(issue.id, 'Is it about this one?');
  await expect(app.entries.last()).toContainText('Is it about this one?');
  await agent.ask(other.id, 'Or about this one?');
  await told(house, other.title);
  expect((await house.notices()).filter((notice) => notice.title === issue.title)).toEqual([]);
});

test('what already awaits at the first sign-in is told in one summary', async ({ app, house }) => {
  const agent = await house.agent();
  const awaiting = await agent.issues('awaiting_feedback');
  expect(awaiting.length).toBeGreaterThan(1);
  await app.enter();
  await expect.poll(() => house.notices()).toHaveLength(1);
  const [summary] = await house.notices();
  expect(summary?.title).toBe(`${awaiting.length} issues await your feedback`);
});

test('a newcomer lets the demo desk ask, and is told', async ({ app, house, t, page, snap }) => {
  await app.enter();
  await expect.poll(() => house.notices()).toHaveLength(1);
  await page.getByRole('button', { name: t('demo-ask') }).click();
  await expect(page.getByText(t('demo-asked'))).toBeVisible();
  await expect.poll(() => house.notices(), { timeout: 2_000, intervals: [50] }).toHaveLength(2);
  await snap('demo');
});
