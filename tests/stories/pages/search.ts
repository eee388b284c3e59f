// The search as a member uses it.
import type { Locator, Page } from '@playwright/test';
import type { Words } from '../rig/words.ts';

export class Search {
  readonly field: Locator;
  readonly heading: Locator;
  readonly hits: Locator;
  readonly count: Locator;
  readonly clear: Locator;
  /** What was looked for, wherever it stands in what was found. */
  readonly marks: Locator;

  constructor(
    page: Page,
    private readonly t: Words,
  ) {
    this.field = page.getByRole('textbox', { name: t('search-label') });
    this.heading = page.getByRole('heading', { name: t('search-title'), exact: true, level: 1 });
    this.hits = page.getByRole('list', { name: t('search-title') }).getByRole('listitem');
    this.count = page.getByTestId('search-count');
    this.clear = page.getByRole('button', { name: t('search-clear') });
    this.marks = this.hits.locator('mark');
  }

  hit(title: string): Locator {
    return this.hits.filter({ hasText: title });
  }

  found(count: number): string {
    return this.t('search-count', { count });
  }
}
