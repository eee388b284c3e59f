// The sign-in page as a member uses it.
import type { Locator, Page } from '@playwright/test';
import type { Person } from '../rig/house.ts';
import type { Words } from '../rig/words.ts';

export class SignIn {
  readonly heading: Locator;
  readonly desk: Locator;
  readonly address: Locator;
  readonly user: Locator;
  readonly password: Locator;
  readonly submit: Locator;
  /** What went wrong, told at once. */
  readonly problem: Locator;

  constructor(
    page: Page,
    private readonly t: Words,
  ) {
    this.heading = page.getByRole('heading', { name: t('signin-title') });
    this.desk = page.getByRole('combobox', { name: t('signin-desk') });
    this.address = page.getByRole('textbox', { name: t('signin-address') });
    this.user = page.getByRole('textbox', { name: t('signin-user') });
    this.password = page.getByLabel(t('signin-password'), { exact: true });
    this.submit = page.getByRole('button', { name: t('signin-submit'), exact: true });
    this.problem = page.getByRole('alert');
  }

  /** Chooses a desk by its address; what is there is looked up when the field is left. */
  async chooseOther(address: string): Promise<void> {
    await this.desk.selectOption(this.t('signin-other'));
    await this.address.fill(address);
    await this.address.blur();
  }

  async as(person: Person): Promise<void> {
    await this.user.fill(person.user_name);
    await this.password.fill(person.password);
    await this.submit.click();
  }
}
