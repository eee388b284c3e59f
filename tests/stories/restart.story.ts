// After a restart: still signed in, nothing told twice, every word still there.
import { expect, test } from './rig/test.ts';
import { told } from './rig/told.ts';

test('signed in, told once, nothing lost', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue, other] = await agent.issues('open');
  if (!issue || !other) throw new Error('the demo has too few open issues');
  await agent.ask(issue.id, 'Which browser do you use?');
  await told(house, issue.title);
  await app.newIssue.click();
  await app.compose.write('Svenska', 'ett utkast', 'Det jag skrev innan datorn stängdes av.');
  await expect(app.compose.saved).toBeVisible();
  await app.goTo('awaiting');
  const before = await house.notices();
  await snap('before');

  await app.restart();
  await expect(app.heading('awaiting')).toBeVisible();
  await app.checked();
  await expect(app.row('awaiting', issue.title)).toBeVisible();
  // The minute after a notice goes on where the app begins anew.
  await house.forward(60);
  await agent.ask(other.id, 'And now?');
  await told(house, other.title);
  expect(await house.notices()).toHaveLength(before.length + 1);

  await app.goToDrafts();
  await expect(page.getByText('ett utkast')).toBeVisible();
  await page.getByRole('button', { name: t('draft-continue') }).click();
  await expect(app.compose.title).toHaveValue('ett utkast');
  await expect(app.compose.text).toHaveValue('Det jag skrev innan datorn stängdes av.');
  await snap('after');
});

test('a notice of the earlier run still leads to its issue', async ({ app, house }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await agent.ask(issue.id, 'Which browser do you use?');
  const notice = await told(house, issue.title);
  await app.restart();
  await app.checked();
  await house.press(notice, 'answer');
  await expect(app.issue(issue.title)).toBeVisible();
  await expect(app.reply).toBeFocused();
});
