// What a member sent and is still on its way, wherever it stands.
import type { Locator, Page } from '@playwright/test';
import type { Words } from '../rig/words.ts';

export class Outbox {
  readonly cards: Locator;

  constructor(
    page: Page,
    private readonly t: Words,
  ) {
    this.cards = page.getByTestId('operation');
  }

  card(text: string): Locator {
    return this.cards.filter({ hasText: text });
  }

  takeBack(card: Locator): Locator {
    return card.getByRole('button', { name: this.t('op-take-back') });
  }

  retry(card: Locator): Locator {
    return card.getByRole('button', { name: this.t('retry') });
  }
}
