/** A list read page by page. What is shown stays until all of it has been read again. */

import { call, codeOf } from "../../api/client";
import type { ErrorCode, Freshness, IssueListView, IssueRow, List } from "../../api/generated/contract";

const PAGE = 200;
const SLOW_MS = 150;

export class Paged {
  readonly tags = ["issues", "outbox"] as const;
  rows = $state.raw<readonly IssueRow[] | undefined>(undefined);
  total = $state(0);
  /** How much the list could be trusted when it was read. */
  freshness = $state<Freshness>("checking");
  problem = $state<ErrorCode | null>(null);
  slow = $state(false);

  #next: string | null = null;
  #running = false;
  #again = false;
  #over = false;

  constructor(
    readonly account: string,
    readonly list: List,
  ) {}

  /** Reads again as much as is shown. */
  readAgain(): void {
    if (this.#running) this.#again = true;
    else void this.#run((page) => this.#readTo(this.rows?.length ?? 0, page));
  }

  /** Reads the next page, if there is one. */
  more(): void {
    if (this.#running || this.#next === null) return;
    void this.#run(async (page) => {
      const answer = await page(this.#next);
      this.#show([...(this.rows ?? []), ...answer.rows], answer);
    });
  }

  /** Nobody looks any more. */
  end(): void {
    this.#over = true;
  }

  async #readTo(count: number, page: (after: string | null) => Promise<IssueListView>): Promise<void> {
    let answer = await page(null);
    let rows = answer.rows;
    while (rows.length < count && answer.next !== null) {
      answer = await page(answer.next);
      rows = rows.concat(answer.rows);
    }
    this.#show(rows, answer);
  }

  #show(rows: readonly IssueRow[], answer: IssueListView): void {
    // Between two pages a row may have moved from one to the other.
    const seen = new Set<string>();
    this.rows = rows.filter((row) => !seen.has(row.id) && seen.add(row.id));
    this.total = answer.total;
    this.freshness = answer.freshness.state;
    this.#next = answer.next;
  }

  async #run(read: (page: (after: string | null) => Promise<IssueListView>) => Promise<void>): Promise<void> {
    this.#running = true;
    const timer = setTimeout(() => (this.slow = true), SLOW_MS);
    const { account, list } = this;
    try {
      await read((after) => call("issues", { account, list, after, limit: PAGE }));
      this.problem = null;
    } catch (cause) {
      this.problem = codeOf(cause);
    }
    clearTimeout(timer);
    this.slow = false;
    this.#running = false;
    if (!this.#again || this.#over) return;
    this.#again = false;
    this.readAgain();
  }
}
