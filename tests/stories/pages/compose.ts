// The page for a new issue as a member uses it.
import type { Locator, Page } from '@playwright/test';
import type { Words } from '../rig/words.ts';

export class Compose {
  readonly heading: Locator;
  readonly title: Locator;
  readonly language: Locator;
  readonly text: Locator;
  readonly choose: Locator;
  readonly pictures: Locator;
  readonly submit: Locator;
  readonly keep: Locator;
  readonly saved: Locator;

  constructor(
    private readonly page: Page,
    private readonly t: Words,
  ) {
    this.heading = page.getByRole('heading', { name: t('compose-title'), level: 1 });
    this.title = page.getByRole('textbox', { name: t('compose-a') });
    this.language = page.getByRole('combobox', { name: t('compose-language') });
    this.text = page.getByRole('textbox', { name: t('compose-b') });
    this.choose = page.getByRole('button', { name: t('compose-choose') });
    this.pictures = page.getByRole('list', { name: t('pictures-list') }).getByRole('listitem');
    this.submit = page.getByRole('button', { name: t('compose-d') });
    this.keep = page.getByRole('button', { name: t('compose-keep') });
    this.saved = page.getByText(t('saved-moment'));
  }

  /** Writes in a language, by the language's own name. */
  async write(language: string, title: string, text: string): Promise<void> {
    await this.language.selectOption(language);
    await this.title.fill(title);
    await this.text.fill(text);
  }

  refused(name: string): Locator {
    return this.page.getByText(this.t('refused-not-a-picture', { name }));
  }
}
