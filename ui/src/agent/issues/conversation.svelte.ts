/** One issue with all its entries, notes too, and what a team member can do with it. */

import { giveAll, type Attached } from "../compose/attached";
import { refusalOf, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { Conversation as Read, Entry, Issue, Kind, Written } from "../desk/wire";

export class Conversation {
  issue = $state.raw<Issue | undefined>(undefined);
  entries = $state.raw<readonly Entry[]>([]);
  problem = $state.raw<Refusal | null>(null);

  #running = false;
  #again = false;
  /** Counts the writes while the desk was being asked. */
  #turn = 0;

  constructor(
    private readonly session: Session,
    readonly id: string,
    /** Told what a write has made of the issue. */
    private readonly onwritten: (issue: Issue) => void,
  ) {}

  readAgain(): void {
    if (this.#running) this.#again = true;
    else void this.#read();
  }

  async write(key: string, kind: Kind, text: string, files: readonly Attached[]): Promise<void> {
    const uploads = await giveAll(this.session, files);
    return this.#write("entries", key, { text, kind, uploads });
  }

  /** Closes it, with a last reply unless the text is blank. */
  close(key: string, text: string): Promise<void> {
    return this.#write("close", key, { text: text.trim() === "" ? null : text });
  }

  reopen(key: string): Promise<void> {
    return this.#write("reopen", key, {});
  }

  get #path(): string {
    return `/api/agent/issues/${encodeURIComponent(this.id)}`;
  }

  async #write(what: string, key: string, body: object): Promise<void> {
    try {
      this.#took(await this.session.ask<Written>(`${this.#path}/${what}`, { method: "POST", key, body }));
    } finally {
      // Also after a refusal: the issue may be another than the page believes.
      this.readAgain();
    }
  }

  #took(written: Written): void {
    this.#turn += 1;
    this.issue = written.issue;
    const { entry } = written;
    if (entry) this.entries = [...this.entries.filter((one) => one.id !== entry.id), entry];
    this.onwritten(written.issue);
  }

  async #read(): Promise<void> {
    this.#running = true;
    const turn = this.#turn;
    try {
      const read = await this.session.ask<Read>(this.#path);
      if (turn === this.#turn) {
        this.issue = read.issue;
        this.entries = read.entries;
      } else {
        this.#again = true;
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
