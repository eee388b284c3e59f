/** The issues of one filter, read page by page. What is shown stays until all of it has been read again. */

import { refusalOf, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { Issue, IssuePage } from "../desk/wire";
import { fits, statusOf, type Filter } from "./status";

const PAGE = 25;
const LARGEST_PAGE = 200;

type ReadPage = (after: string | null, limit: number) => Promise<IssuePage>;

export class IssueList {
  rows = $state.raw<readonly Issue[] | undefined>(undefined);
  /** When all that is shown was true at the desk, in milliseconds. */
  checked = $state<number | null>(null);
  problem = $state.raw<Refusal | null>(null);
  running = $state(false);
  /** Whether there are more than those shown. */
  unfinished = $state(false);

  #next: string | null = null;
  #again = false;
  /** Counts what happened here while the desk was being asked. */
  #turn = 0;

  constructor(
    private readonly session: Session,
    readonly filter: Filter,
    /** The list before it: while words are typed, its rows stay until there are others. */
    before?: IssueList,
  ) {
    if (before?.filter.status === filter.status) this.rows = before.rows;
  }

  /** Reads again as much as is shown. */
  readAgain(): void {
    if (this.running) this.#again = true;
    else void this.#run((page) => this.#readTo(this.rows?.length ?? 0, page));
  }

  /** Reads the next page, if there is one. */
  more(): void {
    if (this.running || this.#next === null) return;
    const after = this.#next;
    void this.#run(async (page) => {
      const answer = await page(after, PAGE);
      return { issues: [...(this.rows ?? []), ...answer.issues], next: answer.next };
    });
  }

  /** An issue as a write has left it: it was touched last. */
  took(issue: Issue): void {
    this.#turn += 1;
    const rows = this.rows ?? [];
    const others = rows.filter((row) => row.id !== issue.id);
    const known = others.length < rows.length || this.filter.words.trim() === "";
    this.rows = known && fits(issue, this.filter) ? [issue, ...others] : others;
  }

  async #readTo(count: number, page: ReadPage): Promise<IssuePage> {
    let issues: readonly Issue[] = [];
    let next: string | null = null;
    do {
      const limit = Math.min(LARGEST_PAGE, Math.max(PAGE, count - issues.length));
      const answer: IssuePage = await page(next, limit);
      issues = issues.concat(answer.issues);
      next = answer.next;
    } while (issues.length < count && next !== null);
    return { issues, next };
  }

  async #run(read: (page: ReadPage) => Promise<IssuePage>): Promise<void> {
    this.running = true;
    const turn = this.#turn;
    try {
      const answer = await read((after, limit) => this.session.ask(path(this.filter, after, limit)));
      if (turn === this.#turn) this.#show(answer);
      else this.#again = true;
      this.problem = null;
    } catch (cause) {
      this.problem = refusalOf(cause);
    }
    this.running = false;
    if (!this.#again) return;
    this.#again = false;
    if (this.problem === null) this.readAgain();
  }

  #show(answer: IssuePage): void {
    // Between two pages an issue may have moved from one to the other.
    const seen = new Set<string>();
    this.rows = answer.issues.filter((issue) => !seen.has(issue.id) && seen.add(issue.id));
    this.#next = answer.next;
    this.unfinished = answer.next !== null;
    this.checked = Date.now();
  }
}

function path(filter: Filter, after: string | null, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) });
  const wanted = { status: statusOf(filter.status), language: filter.language, words: filter.words.trim(), after };
  for (const [name, value] of Object.entries(wanted)) if (value) query.set(name, value);
  return `/api/agent/issues?${query}`;
}
