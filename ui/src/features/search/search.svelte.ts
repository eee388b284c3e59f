/** A search while it is typed: asked a moment after the last key, the newest words win, and what was found stays until then. */

import { call, codeOf } from "../../api/client";
import type { ErrorCode, HitView, SearchView } from "../../api/generated/contract";

/** Asked so long after the last key. */
const REST_MS = 90;
/** A wait longer than this is shown. */
const SLOW_MS = 150;

export class Search {
  readonly tags = ["issues", "drafts", "chats"] as const;
  /** What was found; undefined before the first answer. */
  found = $state.raw<SearchView | undefined>(undefined);
  /** The words that it was found for. */
  foundFor = $state("");
  problem = $state<ErrorCode | null>(null);
  slow = $state(false);

  #words = "";
  /** Counts questions: an earlier one's answer has no say any more. */
  #turn = 0;
  #asking = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly account: string) {}

  /** The member wrote these words. */
  want(words: string): void {
    if (words === this.#words) return;
    const begun = blank(this.#words);
    this.#words = words;
    clearTimeout(this.#timer);
    if (blank(words)) this.end();
    else if (begun) void this.#ask();
    else this.#timer = setTimeout(() => void this.#ask(), REST_MS);
  }

  /** Something changed that may be found now. */
  readAgain(): void {
    if (blank(this.#words)) return;
    if (this.#asking) this.#again = true;
    else void this.#ask();
  }

  /** Nobody searches any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#words = "";
    this.#asking = false;
    this.#again = false;
    this.slow = false;
    this.problem = null;
    this.found = undefined;
    this.foundFor = "";
  }

  /** The best that is found for the words as they are now. */
  async best(): Promise<HitView | undefined> {
    const words = this.#words;
    if (blank(words)) return undefined;
    clearTimeout(this.#timer);
    if (this.foundFor !== words) await this.#ask();
    return this.foundFor === words ? this.found?.hits[0] : undefined;
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const words = this.#words;
    this.#asking = true;
    const timer = setTimeout(() => (this.slow = turn === this.#turn), SLOW_MS);
    const answer = await call("search", { account: this.account, words }).then(
      (found) => ({ found, problem: null }),
      (cause: unknown) => ({ found: undefined, problem: codeOf(cause) }),
    );
    clearTimeout(timer);
    if (turn !== this.#turn) return;
    this.#asking = false;
    this.slow = false;
    this.problem = answer.problem;
    if (answer.found) {
      this.found = answer.found;
      this.foundFor = words;
    }
    if (!this.#again) return;
    this.#again = false;
    this.readAgain();
  }
}

/** Whether nothing is looked for. */
export function blank(words: string | null): boolean {
  return words === null || words.trim() === "";
}

/** Names a hit among the others. */
export function nameOf(hit: HitView): string {
  return `${hit.kind} ${hit.id}`;
}
