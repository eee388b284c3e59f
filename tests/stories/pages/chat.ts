// The chat as a member uses it: the form, the gate, the queue, the conversation and its end.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from '../rig/words.ts';

export class Chat {
  readonly entry: Locator;
  readonly availability: Locator;
  readonly form: Locator;
  readonly name: Locator;
  readonly email: Locator;
  readonly memberId: Locator;
  readonly question: Locator;
  readonly choose: Locator;
  readonly pictures: Locator;
  readonly start: Locator;
  readonly toIssue: Locator;
  readonly toIssueInstead: Locator;
  readonly gate: Locator;
  readonly queue: Locator;
  readonly leave: Locator;
  /** What was written, oldest first. */
  readonly messages: Locator;
  /** What happened: joined, left, taken over. */
  readonly happened: Locator;
  /** What a screen reader was told of the other side, in turn. */
  readonly told: Locator;
  readonly typing: Locator;
  readonly line: Locator;
  readonly attach: Locator;
  readonly send: Locator;
  readonly end: Locator;
  readonly ended: Locator;
  readonly goOnWithDraft: Locator;
  readonly begin: Locator;
  readonly earlier: Locator;
  readonly fresh: Locator;

  constructor(
    private readonly page: Page,
    private readonly t: Words,
  ) {
    const button = (key: string) => page.getByRole('button', { name: t(key), exact: true });
    this.entry = page.getByRole('navigation', { name: t('rail') }).getByRole('link', { name: t('chat-nav') });
    this.availability = page.getByTestId('availability');
    this.form = page.getByRole('heading', { name: t('chat-form-title'), level: 1 });
    this.name = page.getByRole('textbox', { name: t('chat-name') });
    this.email = page.getByRole('textbox', { name: t('chat-email') });
    this.memberId = page.getByRole('textbox', { name: t('chat-member-id') });
    this.question = page.getByRole('textbox', { name: t('chat-question') });
    this.choose = button('compose-choose');
    this.pictures = page.getByRole('list', { name: t('pictures-list') }).getByRole('listitem');
    this.start = button('chat-start');
    this.toIssue = button('chat-to-issue');
    this.toIssueInstead = button('chat-to-issue-instead');
    this.gate = page.getByTestId('gate');
    this.queue = page.getByTestId('queue');
    this.leave = button('chat-leave');
    const log = page.getByRole('log', { name: t('chat-messages') });
    this.messages = log.getByRole('article');
    this.happened = log.getByTestId('chat-happened');
    this.told = page.getByTestId('chat-told').locator('p');
    this.typing = page.getByTestId('typing');
    this.line = page.getByRole('textbox', { name: t('chat-line') });
    this.attach = button('reply-attach');
    this.send = button('chat-send');
    this.end = button('chat-end');
    this.ended = page.getByTestId('chat-ended');
    this.goOnWithDraft = button('chat-open-kept');
    this.begin = button('chat-new');
    this.earlier = page.getByRole('list', { name: t('chat-earlier') }).getByRole('listitem');
    this.fresh = page.getByRole('button', { name: t('chat-fresh', { count: 1 }), exact: true });
  }

  async open(): Promise<void> {
    await this.entry.click();
    await expect(this.form).toBeVisible();
  }

  /** From the question to the queue. */
  async ask(question: string): Promise<void> {
    await this.open();
    await this.question.fill(question);
    await this.start.click();
    await this.queued(1);
  }

  async queued(place: number): Promise<void> {
    await expect(this.queue).toContainText(this.t('chat-place', { place }));
  }

  async joined(name: string): Promise<void> {
    await expect(this.happened.last()).toContainText(this.t('chat-joined', { name }));
  }

  async say(text: string): Promise<void> {
    await this.line.fill(text);
    await this.send.click();
    await this.delivered(text);
  }

  /** The message is at the desk, once. */
  async delivered(text: string): Promise<void> {
    const message = this.message(text);
    await expect(message).toHaveCount(1);
    await expect(message.getByTestId('delivery')).toContainText(this.t('chat-delivered'));
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  async finish(): Promise<void> {
    await this.end.click();
    await this.page.getByRole('dialog').getByRole('button', { name: this.t('chat-end'), exact: true }).click();
    await expect(this.ended).toContainText(this.t('chat-ended-member'));
  }
}
