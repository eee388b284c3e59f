// The agents' console as a team member uses it.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '../rig/house.ts';
import type { Words } from '../rig/words.ts';

export type Kind = 'reply' | 'ask' | 'note';
export type List = 'open' | 'awaiting' | 'closed' | 'all';
export type Section = 'lists' | 'chats' | 'members' | 'settings';

/** A desk and who works there. */
export interface Workplace {
  readonly ready: { readonly desk: string; readonly agent: Person };
}

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
    private readonly house: Workplace,
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
    await expect(this.heading('lists')).toBeVisible();
  }

  /** The name of the column that a section begins with. */
  heading(section: Section): Locator {
    return this.page.getByRole('heading', { name: this.t(section), exact: true, level: 2 });
  }

  async goToSection(section: Section): Promise<void> {
    await this.page.getByRole('navigation', { name: this.t('rail') }).getByRole('link', { name: this.t(section) }).click();
    await expect(this.heading(section)).toBeVisible();
  }

  tab(list: List): Locator {
    const tabs = this.page.getByRole('navigation', { name: this.t('lists') });
    return tabs.getByRole('link', { name: this.t(`list-${list}`), exact: true });
  }

  rows(list: List): Locator {
    return this.page.getByRole('list', { name: this.t(`list-${list}`), exact: true }).getByRole('listitem');
  }

  async goTo(list: List): Promise<void> {
    if (!(await this.tab(list).isVisible())) await this.goToSection('lists');
    await this.tab(list).click();
    await expect(this.tab(list)).toHaveAttribute('aria-current', 'page');
  }

  async openIssue(list: List, title: string): Promise<void> {
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

  /** Chooses files for what is being written. */
  async attach(...paths: string[]): Promise<void> {
    await this.page.getByTestId('files').setInputFiles(paths);
  }

  /** Confirms what the dialog says in words. */
  async confirm(key: string): Promise<void> {
    await this.dialog.getByRole('button', { name: this.t(key), exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }

  button(key: string): Locator {
    return this.page.getByRole('button', { name: this.t(key), exact: true });
  }
}
