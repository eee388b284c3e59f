// The agents' console as a team member uses it.
import { expect, type Locator, type Page } from '@playwright/test';
import type { House, Person } from '../rig/house.ts';
import type { Words } from '../rig/words.ts';

export type Kind = 'reply' | 'ask' | 'note';

export class Console {
  readonly user: Locator;
  readonly password: Locator;
  readonly submit: Locator;
  readonly text: Locator;
  /** The messages of the issue that is open, oldest first. */
  readonly entries: Locator;
  /** What went wrong, told at once. */
  readonly problem: Locator;
  readonly dialog: Locator;

  constructor(
    readonly page: Page,
    private readonly house: House,
    private readonly t: Words,
  ) {
    this.user = page.getByRole('textbox', { name: t('signin-user') });
    this.password = page.getByLabel(t('signin-password'), { exact: true });
    this.submit = page.getByRole('button', { name: t('signin-submit'), exact: true });
    this.text = page.getByRole('textbox', { name: t('compose-label') });
    this.entries = page.getByRole('log', { name: t('issue-entries') }).getByRole('article');
    this.problem = page.getByRole('alert');
    this.dialog = page.getByRole('dialog');
  }

  async open(): Promise<void> {
    await this.page.goto(new URL('agent/', this.house.ready.desk).href);
    await expect(this.submit).toBeVisible();
  }

  async signIn(person: Person = this.house.ready.agent): Promise<void> {
    await this.user.fill(person.user_name);
    await this.password.fill(person.password);
    await this.submit.click();
  }

  async enter(): Promise<void> {
    await this.open();
    await this.signIn();
    await expect(this.heading('open')).toBeVisible();
  }

  heading(list: 'open' | 'awaiting' | 'closed' | 'all'): Locator {
    return this.page.getByRole('heading', { name: this.t(`list-${list}`), exact: true, level: 2 });
  }

  rows(list: 'open' | 'awaiting' | 'closed' | 'all'): Locator {
    return this.page.getByRole('list', { name: this.t(`list-${list}`) }).getByRole('listitem');
  }

  async goTo(list: 'open' | 'awaiting' | 'closed' | 'all'): Promise<void> {
    const menu = this.page.getByRole('navigation', { name: this.t('rail') });
    await menu.getByRole('link', { name: this.t(`list-${list}`), exact: true }).click();
    await expect(this.heading(list)).toBeVisible();
  }

  async openIssue(list: 'open' | 'awaiting' | 'closed' | 'all', title: string): Promise<void> {
    await this.goTo(list);
    await this.rows(list).filter({ hasText: title }).getByRole('link').click();
    await expect(this.issue(title)).toBeVisible();
  }

  issue(title: string): Locator {
    return this.page.getByRole('heading', { name: title, exact: true, level: 2 });
  }

  async write(kind: Kind, text: string): Promise<void> {
    await this.page.getByRole('radio', { name: this.t(`compose-${kind}`) }).check();
    await this.text.fill(text);
  }

  /** Presses the button that sends what was written as that kind. */
  async send(kind: Kind): Promise<void> {
    await this.page.getByRole('button', { name: this.t(`compose-${kind}-send`), exact: true }).click();
  }

  button(key: string): Locator {
    return this.page.getByRole('button', { name: this.t(key), exact: true });
  }
}
