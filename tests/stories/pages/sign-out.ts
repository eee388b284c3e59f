// The question before an account leaves this computer.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from '../rig/words.ts';

export type Unsent = 'send' | 'export' | 'keep' | 'delete';

export class SignOut {
  /** The button that leads to the accounts of this computer. */
  readonly account: Locator;
  readonly dialog: Locator;
  readonly submit: Locator;

  constructor(
    private readonly page: Page,
    private readonly t: Words,
  ) {
    this.account = page.getByRole('button', { name: new RegExp(`^${t('account-menu', { name: '' }).trim()}`) });
    this.dialog = page.getByRole('dialog', { name: new RegExp(`^${t('signout-title', { name: '' }).replace(/\W*$/, '')}`) });
    this.submit = this.dialog.getByRole('button', { name: t('signout-submit') });
  }

  async open(): Promise<void> {
    await this.account.click();
    await this.page.getByRole('dialog').getByRole('button', { name: this.t('account-sign-out') }).click();
    await expect(this.dialog).toBeVisible();
  }

  async choose(what: Unsent): Promise<void> {
    await this.dialog.getByRole('radio', { name: this.t(`signout-${what}`) }).check();
  }
}
