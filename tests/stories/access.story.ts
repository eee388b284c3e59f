// No view breaks a rule that axe-core can check, in light and in dark.
import { expectAccessible } from './rig/access.ts';
import { expect, test } from './rig/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`signing in, ${colorScheme}`, async ({ app, house, page, t }) => {
      await app.open();
      await expect(app.signIn.heading).toBeVisible();
      await expectAccessible(page, 'sign-in');
      await app.signIn.as({ ...house.ready.member, password: 'not the password' });
      await expect(app.signIn.problem).toBeVisible();
      await expectAccessible(page, 'sign-in with a problem');
      await app.signIn.as({ user_name: 'bo', password: house.ready.member.password });
      await expect(page.getByRole('heading', { name: t('rank-title') })).toBeVisible();
      await expectAccessible(page, 'not eligible');
    });

    test(`lists and an issue, ${colorScheme}`, async ({ app, house, page, t }) => {
      await app.enter();
      await expect(app.rows('awaiting').first()).toBeVisible();
      await expectAccessible(page, 'awaiting feedback');
      await app.rows('awaiting').first().getByRole('link').click();
      await expect(app.reply).toBeVisible();
      await expect(app.entries.first()).toBeVisible();
      await expectAccessible(page, 'an issue');
      await app.goTo('closed');
      await app.rows('closed').first().getByRole('link').click();
      await expect(app.entries.first()).toBeVisible();
      await expectAccessible(page, 'a closed issue');
      await house.deskGoes();
      await app.checkNow.click();
      await expect(page.getByText(t('error-unreachable'))).toBeVisible();
      await expectAccessible(page, 'offline');
    });

    test(`writing, drafts and settings, ${colorScheme}`, async ({ app, page, t }) => {
      await app.enter();
      await app.newIssue.click();
      await expect(app.compose.title).toBeVisible();
      await expectAccessible(page, 'a new issue');
      await app.compose.submit.click();
      await expect(page.getByText(t('problem-title-missing'))).toBeVisible();
      await expectAccessible(page, 'a new issue with problems');
      await app.compose.title.fill('an unfinished issue');
      await expect(app.compose.saved).toBeVisible();
      await app.goToDrafts();
      await expect(page.getByText('an unfinished issue')).toBeVisible();
      await expectAccessible(page, 'drafts');
      await app.goToSettings();
      await expectAccessible(page, 'settings');
      await app.signOut.open();
      await expect(app.signOut.dialog).toContainText('an unfinished issue');
      await expectAccessible(page, 'signing out');
    });
  });
}
