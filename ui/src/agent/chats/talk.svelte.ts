/** One chat with its messages, and what a team member can do with it. */

import { passes, refusalOf, refusalOfChat, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { Chat, ChatPage, Message } from "../desk/wire-chats";

/** What a press does, for as long as the desk is asked. */
export type Act = "take" | "transfer" | "end" | "suggest";

export class Talk {
  chat = $state.raw<Chat | undefined>(undefined);
  messages = $state.raw<readonly Message[]>([]);
  problem = $state.raw<Refusal | null>(null);
  /** What is being done, and why the last thing was not. */
  doing = $state<Act | null>(null);
  refused = $state.raw<Refusal | null>(null);

  readonly #keys = new Map<Act, string>();
  #running = false;
  #again = false;

  constructor(
    private readonly session: Session,
    readonly id: string,
    /** The lists may be others now. */
    private readonly onchanged: () => void,
  ) {}

  readAgain(): void {
    if (this.#running) this.#again = true;
    else void this.#read();
  }

  /** A message that the desk has taken from here. */
  took(chat: Chat, message: Message): void {
    this.chat = chat;
    this.messages = merged(this.messages, [message]);
  }

  take(): Promise<boolean> {
    return this.#do("take", "take", {});
  }

  /** To a colleague, or back to the queue. */
  transfer(to: string | null): Promise<boolean> {
    return this.#do("transfer", "transfer", { to });
  }

  end(): Promise<boolean> {
    return this.#do("end", "end", {});
  }

  /** Asks the member to submit an issue, in their language where the desk has the words. */
  suggest(language: string | null): Promise<boolean> {
    return this.#do("suggest", "suggest-issue", { language });
  }

  get #path(): string {
    return `/api/agent/chats/${encodeURIComponent(this.id)}`;
  }

  async #do(act: Act, what: string, body: object): Promise<boolean> {
    if (this.doing !== null) return false;
    this.doing = act;
    this.refused = null;
    // A press whose answer was lost is repeated, not done twice.
    const key = this.#keys.get(act) ?? crypto.randomUUID();
    this.#keys.set(act, key);
    try {
      const { chat } = await this.session.ask<{ chat: Chat }>(`${this.#path}/${what}`, { method: "POST", key, body });
      this.#keys.delete(act);
      this.chat = chat;
      return true;
    } catch (cause) {
      this.refused = refusalOfChat(cause);
      if (!passes(this.refused)) this.#keys.delete(act);
      return false;
    } finally {
      this.doing = null;
      // Also after a refusal: the chat may be another than the page believes.
      this.readAgain();
      this.onchanged();
    }
  }

  async #read(): Promise<void> {
    this.#running = true;
    try {
      for (let more = true; more; ) {
        // What was said here may have come before what somebody else said: only without a gap is it the last one known.
        const page = await this.session.ask<ChatPage>(`${this.#path}?after=${unbroken(this.messages)}`);
        this.chat = page.chat;
        this.messages = merged(this.messages, page.messages);
        more = page.more && page.messages.length > 0;
      }
      this.problem = null;
    } catch (cause) {
      this.problem = refusalOf(cause);
    }
    this.#running = false;
    if (!this.#again) return;
    this.#again = false;
    if (this.problem === null) this.readAgain();
  }
}

/** The messages in the desk's order, each once. */
export function merged(known: readonly Message[], more: readonly Message[]): Message[] {
  const byOrder = new Map([...known, ...more].map((message) => [message.order, message]));
  return [...byOrder.values()].sort((one, other) => one.order - other.order);
}

/** The last message up to which none is missing. */
export function unbroken(messages: readonly Message[]): number {
  let last = 0;
  for (const { order } of messages) {
    if (order !== last + 1) break;
    last = order;
  }
  return last;
}
