// What can be trusted: each state of the lists has its own words, and "nothing waits for you" comes only after a good check.
import { expectAccessible } from './rig/access.ts';
import { expect, test } from './rig/test.ts';

type Fault = Parameters<import('./rig/house.ts').House['line']>[0];

/** What the line does, what the window calls it, and the words of the reason. */
const faults: { line: Fault; fresh: string; why: string; unsure: string }[] = [
  { line: 'page', fresh: 'fresh-offline-since', why: 'error-captive-portal', unsure: 'empty-unsure-more' },
  { line: 'cut', fresh: 'fresh-not-understood', why: 'error-not-understood', unsure: 'empty-unsure-not-understood' },
  { line: 'odd', fresh: 'fresh-not-understood', why: 'error-not-understood', unsure: 'empty-unsure-not-understood' },
  { line: 'failing', fresh: 'fresh-trouble', why: 'error-desk-trouble', unsure: 'empty-unsure-trouble' },
  { line: 'signed_out', fresh: 'fresh-signed-out', why: 'error-signed-out', unsure: 'empty-unsure-signed-out' },
];

for (const { line, fresh, why, unsure } of faults) {
  test(`an answer that is no answer changes nothing and is said: ${line}`, async ({ app, house, t, page, snap }) => {
    await app.enter();
    const rows = await app.rows('awaiting').count();
    expect(rows).toBeGreaterThan(0);
    await house.line(line);
    await app.checkNow.click();
    const words = fresh.endsWith('-since') ? app.says(fresh, 'when') : t(fresh);
    await expect(app.freshness).toContainText(words);
    await expect(app.trust).toContainText(t(why));
    await expect(app.trust).toContainText(t(`${why}.do`));
    await expect(app.rows('awaiting')).toHaveCount(rows);
    await expectAccessible(page, `lists with the line ${line}`);
    await snap(line);
    if (line === 'signed_out') return;
    await house.line('fine');
    await app.checkNow.click();
    await app.checked();
    await expect(app.trust).toBeHidden();
  });

  test(`an empty list is not called certain: ${line}`, async ({ app, house, t, page, snap }) => {
    const agent = await house.agent();
    for (const issue of await agent.issues('awaiting_feedback')) await agent.close(issue.id);
    await app.enter();
    await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeVisible();
    await house.line(line);
    await app.checkNow.click();
    await expect(page.getByText(t(unsure), { exact: true })).toBeVisible();
    await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeHidden();
    await snap(`empty-${line}`);
  });
}

test('every state has words of its own', async ({ t }) => {
  const states = ['fresh-checking', 'fresh-offline', 'fresh-signed-out', 'fresh-trouble', 'fresh-not-understood', 'fresh-storage'];
  const words = [...states.map((state) => t(state)), t('fresh-checked', { when: '14:02' })];
  expect(new Set(words).size).toBe(words.length);
});

test('after a sleep nothing is certain before a new check was good', async ({ app, house, t, page, snap }) => {
  const agent = await house.agent();
  for (const issue of await agent.issues('awaiting_feedback')) await agent.close(issue.id);
  await app.enter();
  await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeVisible();
  await house.deskGoes();
  await house.forward(8 * 3600);
  await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeHidden();
  await expect(page.getByText(t('empty-unsure'), { exact: true })).toBeVisible();
  await snap('resumed');
  await house.deskComesBack();
  await app.checkNow.click();
  await expect(page.getByText(t('empty-awaiting'), { exact: true })).toBeVisible({ timeout: 20_000 });
});
