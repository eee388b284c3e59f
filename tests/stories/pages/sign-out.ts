// The question before an account leaves this computer.
import type { Locator, Page } from '@playwright/test';
import type { Words } from '../rig/words.ts';

export type Unsent = 'send' | 'export' | 'keep' | 'delete';

export class SignOut {
  readonly dialog: Locator;
  readonly submit: Locator;

  constructor(
    private readonly page: Page,
    private readonly t: Words,
  ) {
    this.dialog = page.getByRole('dialog');
    this.submit = this.dialog.getByRole('button', { name: t('signout-submit') });
  }

  async open(): Promise<void> {

    await this.page.getByRole('button', { name: new RegExp(`^${this.t('account-menu', { name: '' }).trim()}`) }).click();
    await this.page.getByRole('menuitem', { name: this.t('account-sign-out') }).click();
  }

  async choose(what: Unsent): Promise<void> {
    await this.dialog.getByRole('radio', { name: this.t(`signout-${what}`) }).check();
  }
}
