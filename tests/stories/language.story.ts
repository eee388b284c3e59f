// The tag in front of a title: it follows what is written until the member chooses one, and is then only doubted.
import { expect, test } from './rig/test.ts';

test('the tag follows what is written', async ({ app, house, page, t, snap }) => {
  await app.enter();
  await app.newIssue.click();
  await expect(app.compose.language).toHaveValue('en');
  await app.compose.title.pressSequentially('kan inte logga in på portalen');
  await expect(app.compose.language).toHaveValue('sv');
  await expect(page.getByText(t('compose-other-language', { language: 'Svenska' }))).toHaveCount(0);
  await snap('followed');
  await app.compose.text.fill('Sidan laddas om och lösenordet är borta.');
  await app.compose.submit.click();
  await expect(app.row('open', 'Svenska - kan inte logga in på portalen')).toBeVisible();
  expect((await house.agent()).the('Svenska - kan inte logga in på portalen')).toBeTruthy();
});

test('a tag that the member chose stays, and is doubted in one line', async ({ app, page, t, snap }) => {
  await app.enter();
  await app.newIssue.click();
  await app.compose.write('Deutsch', 'kan inte logga in på portalen', 'Sidan laddas om och lösenordet är borta.');
  const change = page.getByRole('button', { name: t('compose-use-language', { language: 'Svenska' }) });
  await expect(change).toBeVisible();
  await expect(app.compose.language).toHaveValue('de');
  await snap('doubted');
  await change.press('Enter');
  await expect(app.compose.language).toHaveValue('sv');
  await expect(app.compose.language, 'the keyboard goes on at the tag').toBeFocused();
  await expect(change).toHaveCount(0);

  await app.compose.language.selectOption('Deutsch');
  await app.compose.text.fill('Sidan laddas om och lösenordet är borta. Vad gör jag?');
  await expect(app.compose.saved).toBeVisible();
  await expect(change, 'the last word is the member’s').toBeVisible();
  await expect(app.compose.language).toHaveValue('de');
});
