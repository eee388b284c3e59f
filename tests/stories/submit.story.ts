// A new issue: checked before it is sent, kept while the desk is away, and at the desk exactly once, without metadata.
import { expect, test } from './rig/test.ts';
import { picture, secret, text } from './rig/pictures.ts';

const title = 'kan inte bearbeta beställning med presentkort';
const tagged = `Svenska - ${title}`;
const story = 'Jag lade två varor i korgen och tryckte på knappen.\nSidan blev vit.';

test('an issue with a picture arrives as it was written', async ({ app, house, snap }) => {
  const agent = await house.agent();
  await house.choose(await picture(house.data, 'Skärmbild 1.png'));
  await app.enter();
  await app.newIssue.click();
  await expect(app.compose.heading).toBeVisible();
  await app.compose.write('Svenska', title, story);
  await app.compose.choose.click();
  await expect(app.compose.pictures).toHaveCount(1);
  await expect(app.compose.pictures).toContainText('Skärmbild 1.png');
  await expect(app.compose.pictures).toContainText(/320\s*×\s*200/);
  await snap('written');
  await app.compose.submit.click();

  await expect(app.heading('open')).toBeVisible();
  await expect(app.row('open', tagged)).toBeVisible();
  await snap('submitted');
  const issue = await agent.the(tagged);
  const [entry, ...more] = await agent.entries(issue.id);
  expect(more).toEqual([]);
  expect(entry?.text).toBe(story);
  const file = entry?.attachments[0];
  expect(file?.media_type).toBe('image/png');
  const bytes = await agent.file(file?.id ?? '');
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.includes(Buffer.from(secret)), 'the metadata stayed at home').toBe(false);

  await app.row('open', tagged).getByRole('link').click();
  await expect(app.entries).toHaveCount(1);
  await expect(app.entries.first()).toContainText('Sidan blev vit.');
  await expect(app.entries.getByRole('button', { name: file?.name })).toBeVisible();
  await snap('opened');
});

test('what is missing or too long is said beside its field', async ({ app, house, t, snap }) => {
  await app.enter();
  await app.newIssue.click();
  await app.compose.submit.click();
  await expect(app.compose.title).toHaveAccessibleDescription(new RegExp(t('problem-title-missing')));
  await expect(app.compose.text).toHaveAccessibleDescription(new RegExp(t('problem-text-missing')));
  await snap('missing');

  const long = 'å'.repeat(200);
  await app.compose.write('Svenska', long, 'x'.repeat(20_001));
  await app.compose.submit.click();
  const actual = `Svenska - ${long}`.length;
  await expect(app.compose.title).toHaveAccessibleDescription(
    new RegExp(t('problem-title-too-long', { actual, limit: 200 })),
  );
  await expect(app.compose.text).toHaveAccessibleDescription(/20.?001/);
  await expect(app.compose.heading, 'a long word does not push the page away').toBeInViewport();
  await snap('too-long');
  expect(await (await house.agent()).titled(`Svenska - ${long}`), 'nothing was sent').toEqual([]);
});

test('a file that only calls itself a picture is refused by name', async ({ app, house, snap }) => {
  await house.choose(await text(house.data, 'notes.png'), await picture(house.data, 'real.png'));
  await app.enter();
  await app.newIssue.click();
  await app.compose.choose.click();
  await expect(app.compose.refused('notes.png')).toBeVisible();
  await expect(app.compose.pictures).toHaveCount(1);
  await expect(app.compose.pictures).toContainText('real.png');
  await expect(app.compose.saved).toBeVisible();
  await snap('refused');
});

test('what is submitted while the desk is away arrives exactly once', async ({ app, house, t, page, snap }) => {
  await house.choose(await picture(house.data, 'away.png'));
  await app.enter();
  await app.newIssue.click();
  await app.compose.write('Svenska', title, story);
  await app.compose.choose.click();
  await expect(app.compose.pictures).toHaveCount(1);
  await house.deskGoes();
  await app.compose.submit.click();
  await app.goToDrafts();
  await expect(page.getByText(t('op-submit', { title: tagged }))).toBeVisible();
  await snap('waits');

  await house.deskComesBack();
  await app.checkNow.click();
  await expect(page.getByText(t('drafts-empty'))).toBeVisible({ timeout: 30_000 });
  await app.goTo('open');
  await expect(app.row('open', tagged)).toHaveCount(1);
  const agent = await house.agent();
  expect(await agent.titled(tagged)).toHaveLength(1);
  expect((await agent.entries((await agent.the(tagged)).id))[0]?.attachments).toHaveLength(1);
  await snap('arrived');
});
