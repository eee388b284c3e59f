// *Later* on a notice: quiet for an hour, then told again in the same place.
import { expect, test } from './rig/test.ts';
import { told } from './rig/told.ts';

test('later is an hour later, and in the same place', async ({ app, house, snap }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue, other] = await agent.issues('open');
  if (!issue || !other) throw new Error('the demo has too few open issues');
  await agent.ask(issue.id, 'Which browser do you use?');
  const first = await told(house, issue.title);
  await house.press(first, 'later');

  await house.forward(59 * 60);
  // Another question is told meanwhile: whatever was due by now would have come before it.
  await agent.ask(other.id, 'And this one?');
  await told(house, other.title);
  expect(await house.standing()).not.toContainEqual(expect.objectContaining({ tag: first.tag }));

  await house.forward(2 * 60);
  const again = await told(house, issue.title);
  expect(again.tag).toBe(first.tag);
  expect(again.id).not.toBe(first.id);
  expect(again.body).toBe(first.body);
  await snap('told-again');

  await house.press(again, 'answer');
  await expect(app.issue(issue.title)).toBeVisible();
  await expect(app.reply).toBeFocused();
});
