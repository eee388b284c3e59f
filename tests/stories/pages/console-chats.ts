// The chats of the agents' console as a team member uses them.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from '../rig/words.ts';

export class ConsoleChats {
  /** What has happened and was said, oldest first. */
  readonly log: Locator;
  readonly messages: Locator;
  readonly text: Locator;
  readonly duty: Locator;

  constructor(
    readonly page: Page,
    private readonly t: Words,
  ) {
    this.log = page.getByRole('log', { name: t('talk-messages') });
    this.messages = this.log.getByRole('article');
    this.text = page.getByRole('textbox', { name: t('talk-label') });
    this.duty = page.getByRole('switch');
  }

  rows(group: 'waiting' | 'mine' | 'others'): Locator {
    return this.page.getByRole('list', { name: this.t(`chats-${group}`), exact: true }).getByRole('listitem');
  }

  async goOnDuty(): Promise<void> {
    await this.duty.click();
    await expect(this.duty).toBeChecked();
  }

  /** Opens a chat and takes it. */
  async take(name: string): Promise<void> {
    await this.rows('waiting').filter({ hasText: name }).getByRole('link').click();
    await this.page.getByRole('button', { name: this.t('talk-take'), exact: true }).click();
    await expect(this.text).toBeFocused();
  }

  async say(text: string): Promise<void> {
    await this.text.fill(text);
    await this.text.press('Enter');
    await expect(this.text).toHaveValue('');
  }
}
