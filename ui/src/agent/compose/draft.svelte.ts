/** What a team member writes: in memory until the desk has it for certain, and sent once however often it is tried. */

import { untrack } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import { refusalOf, type Refusal } from "../desk/refusal";
import type { Kind } from "../desk/wire";

/** One text that is to be sent. */
export class Draft {
  text = $state("");
  /** What it is to become, once that was chosen. */
  kind = $state<Kind | null>(null);
  sending = $state(false);
  problem = $state.raw<Refusal | null>(null);

  #key: string | null = null;

  get blank(): boolean {
    return this.text.trim() === "";
  }

  /**
   * Sends it; whether it arrived. A press makes one key, and only an answer that says what became of that key ends it:
   * a second try repeats the first, and a text that was changed in between is refused if the first one had arrived.
   */
  async send(write: (key: string) => Promise<unknown>): Promise<boolean> {
    if (this.sending) return false;
    this.sending = true;
    this.problem = null;
    this.#key ??= crypto.randomUUID();
    try {
      await write(this.#key);
      this.#key = null;
      this.text = "";
      this.kind = null;
      return true;
    } catch (cause) {
      this.problem = refusalOf(cause);
      if (this.problem.reason === "key_reused") this.#key = null;
      return false;
    } finally {
      this.sending = false;
    }
  }
}

/** What a draft is written for. */
export type Purpose = "entry" | "close" | "reopen";

/** The drafts of everybody who signed in on this page; nobody sees those of another. */
export class Drafts {
  readonly #all = new SvelteMap<string, Draft>();

  /** The draft of an issue; made when it is first asked for. */
  of(user: string, issue: string, purpose: Purpose): Draft {
    const name = nameOf(user, issue, purpose);
    return untrack(() => {
      const draft = this.#all.get(name) ?? new Draft();
      if (!this.#all.has(name)) this.#all.set(name, draft);
      return draft;
    });
  }

  /** Whether something unsent was written to an issue. */
  has(user: string, issue: string): boolean {
    const purposes: Purpose[] = ["entry", "close"];
    return purposes.some((purpose) => this.#all.get(nameOf(user, issue, purpose))?.blank === false);
  }

  /** How many texts of a user were not sent. */
  unsent(user: string): number {
    return [...this.#all].filter(([name, draft]) => name.startsWith(`${user}\n`) && !draft.blank).length;
  }

  /** Whether anybody's text would be lost with the page. */
  get any(): boolean {
    return [...this.#all.values()].some((draft) => !draft.blank);
  }

  forget(user: string): void {
    for (const name of [...this.#all.keys()]) if (name.startsWith(`${user}\n`)) this.#all.delete(name);
  }
}

function nameOf(user: string, issue: string, purpose: Purpose): string {
  return [user, issue, purpose].join("\n");
}
