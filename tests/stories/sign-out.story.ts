// Signing out: what is unsent is named and its fate chosen; afterwards nothing of the account is left on this computer.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './rig/test.ts';
import type { Window } from './pages/window.ts';

const words = 'ett utkast om presentkort';

async function draft(app: Window): Promise<void> {
  await app.newIssue.click();
  await app.compose.write('Svenska', words, 'Det är inte färdigt.');
  await expect(app.compose.saved).toBeVisible();
}

/** Every file below a folder in which the words stand. */
async function holding(folder: string, what: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(path)).includes(Buffer.from(what))) found.push(path);
  }
  return found;
}

test('deleted: nothing of the account is left', async ({ app, house, snap }) => {
  const agent = await house.agent();
  const [issue] = await agent.issues('open');
  await app.enter();
  await draft(app);
  expect(await holding(house.ready.folder, words), 'what is searched can be found').not.toEqual([]);
  expect(await holding(house.ready.folder, issue?.title ?? '')).not.toEqual([]);
  await app.signOut.open();
  await expect(app.signOut.dialog).toContainText(words);
  await app.signOut.choose('delete');
  await snap('asked');
  await app.signOut.submit.click();
  await expect(app.signIn.heading).toBeVisible();
  expect(await house.secrets()).toBe(0);
  await expect.poll(() => holding(house.ready.folder, words)).toEqual([]);
  await expect.poll(() => holding(house.ready.folder, issue?.title ?? '')).toEqual([]);
  expect(await house.standing(), 'no notice of the account stands').toEqual([]);
  await snap('signed-out');

  await app.signIn.submit.click();
  await app.checked();
  await app.goToDrafts();
  await expect(app.page.getByText(words)).toBeHidden();
});

test('kept: it is there again at the next sign-in', async ({ app, house }) => {
  await app.enter();
  await draft(app);
  await app.signOut.open();
  await app.signOut.choose('keep');
  await app.signOut.submit.click();
  await expect(app.signIn.heading).toBeVisible();
  expect(await house.secrets()).toBe(0);
  await app.signIn.submit.click();
  await app.checked();
  await app.goToDrafts();
  await expect(app.page.getByText(words)).toBeVisible();
});

test('sent first: signed out once it has arrived', async ({ app, house }) => {
  await app.enter();
  await draft(app);
  await app.signOut.open();
  await app.signOut.choose('send');
  await app.signOut.submit.click();
  await expect(app.signIn.heading).toBeVisible({ timeout: 20_000 });
  expect(await (await house.agent()).titled(`Svenska - ${words}`)).toHaveLength(1);
});

test('cancelled: nothing happens', async ({ app, house, t }) => {
  await app.enter();
  await app.signOut.open();
  await app.signOut.dialog.getByRole('button', { name: t('cancel') }).last().click();
  await expect(app.signOut.dialog).toBeHidden();
  await expect(app.heading('awaiting')).toBeVisible();
  expect(await house.secrets()).toBe(1);
});
