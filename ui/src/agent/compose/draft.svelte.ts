/** What a team member writes: in memory until the desk has it for certain, and sent once however often it is tried. */

import { untrack } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import { refusalOf, type Refusal } from "../desk/refusal";
import type { Kind } from "../desk/wire";
import { admit, Attached, type Declined, type FileLimits } from "./attached";
import { Lane, type SayLine } from "./lane.svelte";

/** One text that is to be sent, with its files. */
export class Draft {
  text = $state("");
  files = $state.raw<readonly Attached[]>([]);
  /** The files that were not attached, the last time. */
  declined = $state.raw<readonly Declined[]>([]);
  /** What it is to become, once that was chosen. */
  kind = $state<Kind | null>(null);
  sending = $state(false);
  problem = $state.raw<Refusal | null>(null);

  #key: string | null = null;

  get blank(): boolean {
    return this.text.trim() === "";
  }

  /** Whether nothing would be lost with it. */
  get empty(): boolean {
    return this.blank && this.files.length === 0;
  }

  attach(files: readonly File[], limits: FileLimits): void {
    const { taken, declined } = admit(files, this.files.length, limits);
    this.files = [...this.files, ...taken.map((file) => new Attached(file))];
    this.declined = declined;
  }

  remove(file: Attached): void {
    file.end();
    this.files = this.files.filter((other) => other !== file);
    this.declined = [];
  }

  /** Hands over what was written, and is empty. */
  take(): { text: string; files: readonly Attached[] } {
    const { text, files } = this;
    this.text = "";
    this.files = [];
    this.declined = [];
    return { text, files };
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
      for (const file of this.take().files) file.end();
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
export type Purpose = "entry" | "close" | "reopen" | "say";

const PURPOSES: readonly Purpose[] = ["entry", "close", "say"];

/** The drafts of everybody who signed in on this page; nobody sees those of another. */
export class Drafts {
  readonly #all = new SvelteMap<string, Draft>();

  readonly #lanes = new SvelteMap<string, Lane>();
  #served: { readonly user: string; readonly sayIn: (chat: string) => SayLine } | null = null;
  readonly #rests: (() => void)[] = [];

  /** The draft of an issue or a chat; made when it is first asked for. */
  of(user: string, id: string, purpose: Purpose): Draft {
    return found(this.#all, nameOf(user, id, purpose), () => new Draft());
  }

  /** The lane of a chat; made when it is first asked for. */
  lane(user: string, chat: string): Lane {
    return found(this.#lanes, nameOf(user, chat, "say"), () => {
      const lane = new Lane();
      if (this.#served?.user === user) this.#rests.push(lane.serve(this.#served.sayIn(chat)));
      return lane;
    });
  }

  /** Sends what a user says in any chat, until the answer is called. */
  serve(user: string, sayIn: (chat: string) => SayLine): () => void {
    const served = { user, sayIn };
    this.#served = served;
    for (const [name, lane] of untrack(() => [...this.#lanes])) {
      const [whose, chat] = name.split("\n");
      if (whose === user && chat !== undefined) this.#rests.push(lane.serve(sayIn(chat)));
    }
    return () => {
      if (this.#served === served) this.#served = null;
      for (const rest of this.#rests.splice(0)) rest();
    };
  }

  /** Tries everything that waits again. */
  hurry(): void {
    for (const lane of untrack(() => [...this.#lanes.values()])) if (lane.lines[0]?.state === "waiting") lane.hurry();
  }

  /** Whether something unsent was written to an issue or a chat. */
  has(user: string, id: string): boolean {
    if ((this.#lanes.get(nameOf(user, id, "say"))?.lines.length ?? 0) > 0) return true;
    return PURPOSES.some((purpose) => this.#all.get(nameOf(user, id, purpose))?.empty === false);
  }

  /** How many texts of a user were not sent. */
  unsent(user: string): number {
    const drafts = this.#mine(user, this.#all).filter((draft) => !draft.empty).length;
    return this.#mine(user, this.#lanes).reduce((sum, lane) => sum + lane.lines.length, drafts);
  }

  /** Whether anybody's text would be lost with the page. */
  get any(): boolean {
    const lanes = [...this.#lanes.values()];
    return lanes.some((lane) => lane.lines.length > 0) || [...this.#all.values()].some((draft) => !draft.empty);
  }

  forget(user: string): void {
    for (const all of [this.#all, this.#lanes]) {
      for (const name of [...all.keys()]) if (name.startsWith(`${user}\n`)) all.delete(name);
    }
  }

  #mine<T>(user: string, all: ReadonlyMap<string, T>): T[] {
    return [...all].filter(([name]) => name.startsWith(`${user}\n`)).map(([, one]) => one);
  }
}

function nameOf(user: string, id: string, purpose: Purpose): string {
  return [user, id, purpose].join("\n");
}

function found<T>(all: SvelteMap<string, T>, name: string, make: () => T): T {
  return untrack(() => {
    const one = all.get(name) ?? make();
    if (!all.has(name)) all.set(name, one);
    return one;
  });
}
