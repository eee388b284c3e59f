/** All chats of the desk that go on: who waits, one's own, and those of colleagues. */

import { SvelteMap } from "svelte/reactivity";
import { refusalOf, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { Chat, ChatLists as Read } from "../desk/wire-chats";

/** What a member types is believed for this long; the app repeats it while it goes on. */
const TYPING_MS = 6_000;

const NONE: Read = { waiting: [], active: [], mine: [] };

export class ChatLists {
  shown = $state.raw<Read | undefined>(undefined);
  /** When they were true at the desk, in milliseconds. */
  checked = $state<number | null>(null);
  problem = $state.raw<Refusal | null>(null);
  running = $state(false);

  /** The last message of each chat that was seen here. */
  readonly #seen = new SvelteMap<string, number>();
  readonly #typing = new SvelteMap<string, ReturnType<typeof setTimeout>>();
  #again = false;
  #known: ReadonlySet<string> | null = null;

  constructor(
    private readonly session: Session,
    /** Told who has come to wait since the lists were read the last time. */
    private readonly oncome: (come: readonly Chat[], waiting: number) => void,
  ) {}

  get lists(): Read {
    return this.shown ?? NONE;
  }

  /** How many of one's own chats have something unread. */
  get unread(): number {
    return this.lists.mine.filter((chat) => this.fresh(chat)).length;
  }

  /** Whether the member of one's own chat wrote something that was not seen. */
  fresh(chat: Chat): boolean {
    const last = chat.last_message;
    if (last === null || !this.lists.mine.includes(chat)) return false;
    return last.author.side === "member" && last.order > (this.#seen.get(chat.id) ?? 0);
  }

  saw(chat: string, order: number): void {
    if (order > (this.#seen.get(chat) ?? 0)) this.#seen.set(chat, order);
  }

  /** Whether the member of a chat is typing. */
  types(chat: string): boolean {
    return this.#typing.has(chat);
  }

  typing(chat: string, on: boolean): void {
    clearTimeout(this.#typing.get(chat));
    if (on) this.#typing.set(chat, setTimeout(() => this.#typing.delete(chat), TYPING_MS));
    else this.#typing.delete(chat);
  }

  readAgain(): void {
    if (this.running) this.#again = true;
    else void this.#read();
  }

  async #read(): Promise<void> {
    this.running = true;
    try {
      this.#show(await this.session.ask<Read>("/api/agent/chats"));
      this.problem = null;
    } catch (cause) {
      this.problem = refusalOf(cause);
    }
    this.running = false;
    if (!this.#again) return;
    this.#again = false;
    if (this.problem === null) this.readAgain();
  }

  #show(read: Read): void {
    const come = newcomers(read.waiting, this.#known);
    this.#known = new Set(read.waiting.map(({ id }) => id));
    this.shown = read;
    this.checked = Date.now();
    if (come.length > 0) this.oncome(come, read.waiting.length);
  }
}

/** Those who wait and did not before; at the first reading everybody who waits. */
export function newcomers(waiting: readonly Chat[], known: ReadonlySet<string> | null): Chat[] {
  return waiting.filter(({ id }) => !known?.has(id));
}
