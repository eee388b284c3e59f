// The window as a member uses it: what can be seen and pressed, by role and name.
import { expect, type Locator, type Page } from '@playwright/test';
import type { House } from '../rig/house.ts';
import type { Words } from '../rig/words.ts';
import { Chat } from './chat.ts';
import { Compose } from './compose.ts';
import { Outbox } from './outbox.ts';
import { Search } from './search.ts';
import { SignIn } from './sign-in.ts';
import { SignOut } from './sign-out.ts';

export type List = 'awaiting' | 'open' | 'closed';

export class Window {
  readonly signIn: SignIn;
  readonly compose: Compose;
  readonly chat: Chat;
  readonly search: Search;
  readonly outbox: Outbox;
  readonly signOut: SignOut;
  /** The links to the lists, to drafts and to settings. */
  readonly rail: Locator;
  readonly newIssue: Locator;
  /** How much the lists can be trusted. */
  readonly freshness: Locator;
  readonly checkNow: Locator;
  /** What is in the way of lists that can be trusted, and what to do. */
  readonly trust: Locator;
  /** That nothing can be saved. */
  readonly disk: Locator;
  /** The caret belongs here after *Answer*. */
  readonly reply: Locator;
  readonly sendReply: Locator;
  /** The messages of the issue that is open, oldest first. */
  readonly entries: Locator;

  constructor(
    readonly page: Page,
    private readonly house: House,
    private readonly t: Words,
  ) {
    this.signIn = new SignIn(page, t);
    this.compose = new Compose(page, t);
    this.chat = new Chat(page, t);
    this.search = new Search(page, t);
    this.outbox = new Outbox(page, t);
    this.signOut = new SignOut(page, t);
    this.rail = page.getByRole('navigation', { name: t('rail') });
    this.newIssue = this.rail.getByRole('link', { name: t('new-issue') });
    this.freshness = this.rail.getByTestId('freshness');
    this.checkNow = this.freshness.getByRole('button', { name: t('fresh-check-now') });
    this.trust = page.getByTestId('trust');
    this.disk = page.getByTestId('disk');
    this.reply = page.getByRole('textbox', { name: t('reply-label') });
    this.sendReply = page.getByRole('button', { name: t('reply-send') });
    this.entries = page.getByRole('log', { name: t('issue-entries') }).getByRole('article');
  }

  async open(): Promise<void> {
    await this.page.goto(this.house.ready.window);
  }

  /** Opens the window and signs in as the demo member; ends when the lists are complete and true. */
  async enter(): Promise<void> {
    await this.open();
    await this.signIn.submit.click();
    await expect(this.heading('awaiting')).toBeVisible();
    await this.checked();
  }

  async checked(): Promise<void> {
    await expect(this.freshness).toContainText(this.says('fresh-checked', 'when'));
  }

  /** The app ends and starts again, with the same desktop around it; its window is a new one. */
  async restart(): Promise<void> {
    await this.page.goto('about:blank');
    await this.house.restart();
    await this.open();
  }

  heading(list: List): Locator {
    return this.page.getByRole('heading', { name: this.t(`list-${list}`), exact: true, level: 1 });
  }

  async goTo(list: List): Promise<void> {
    await this.rail.getByRole('link', { name: this.t(`list-${list}`) }).click();
    await expect(this.heading(list)).toBeVisible();
  }

  async goToDrafts(): Promise<void> {
    await this.rail.getByRole('link', { name: this.t('drafts-nav') }).click();
    await expect(this.page.getByRole('heading', { name: this.t('drafts-title'), level: 1 })).toBeVisible();
  }

  async goToSettings(): Promise<void> {
    await this.rail.getByRole('link', { name: this.t('settings-nav') }).click();
    await expect(this.page.getByRole('heading', { name: this.t('settings-title'), level: 1 })).toBeVisible();
  }

  rows(list: List): Locator {
    return this.page.getByRole('list', { name: this.t(`list-${list}`) }).getByRole('listitem');
  }

  row(list: List, title: string): Locator {
    return this.rows(list).filter({ hasText: title });
  }

  async openIssue(list: List, title: string): Promise<void> {
    await this.goTo(list);
    await this.row(list, title).getByRole('link').click();
    await expect(this.issue(title)).toBeVisible();
  }

  /** The heading of the issue that is open. */
  issue(title: string): Locator {
    return this.page.getByRole('heading', { name: title, exact: true, level: 2 });
  }

  /** A text of the window in which one variable may say anything. */
  says(key: string, variable: string): RegExp {
    const mark = '\u0000';
    const [before = '', after = ''] = this.t(key, { [variable]: mark }).split(mark);
    return new RegExp(`${plain(before)}.+${plain(after)}`);
  }
}

function plain(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
