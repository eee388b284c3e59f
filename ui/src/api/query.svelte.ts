/**
 * Reads that keep themselves fresh: a query is read when its arguments change and again when a tag it carries went stale.
 * The last answer stays while it is read again, and is there at once when the member comes back.
 */

import { call, codeOf, type Args, type Name, type Result } from "./client";
import type { ErrorCode, Tag } from "./generated/contract";

/** A wait longer than this is shown. */
const SLOW_MS = 150;
/** How many answers of earlier arguments are kept. */
const KEPT = 40;

interface Reader {
  readonly tags: readonly Tag[];
  readAgain(): void;
}

const readers = new Set<Reader>();
const kept = new Map<string, unknown>();

/** Reads again whatever carries one of the tags. */
export function stale(tags: readonly Tag[]): void {
  for (const reader of readers) {
    if (reader.tags.some((tag) => tags.includes(tag))) reader.readAgain();
  }
}

/** Reads everything again: events may have been missed. */
export function allStale(): void {
  for (const reader of readers) reader.readAgain();
}

/** Forgets kept answers; for a sign-out. */
export function forgetAnswers(): void {
  kept.clear();
}

/** Registers a reader until the answer is called. */
export function follow(reader: Reader): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** One read that can be repeated: never two at a time, and never one too few. */
export class Query<T> implements Reader {
  data = $state.raw<T | undefined>(undefined);
  problem = $state.raw<ErrorCode | undefined>(undefined);
  /** Reading for longer than a moment. */
  slow = $state(false);

  #read: (() => Promise<T>) | undefined;
  #key = "";
  /** Counts changes of the key: a read of an earlier key has no say any more. */
  #turn = 0;
  #running = false;
  #again = false;

  constructor(readonly tags: readonly Tag[]) {}

  /** Reads with other arguments. The answer of the old ones goes away, unless the key is the same. */
  aim(key: string, read: (() => Promise<T>) | undefined): void {
    if (key !== this.#key) {
      this.#key = key;
      this.#turn += 1;
      this.#running = false;
      this.#again = false;
      this.data = kept.get(key) as T | undefined;
      this.problem = undefined;
      this.slow = false;
    }
    this.#read = read;
    this.readAgain();
  }

  readAgain(): void {
    if (this.#running) this.#again = true;
    else if (this.#read) void this.#run(this.#read, this.#turn);
  }

  async #run(read: () => Promise<T>, turn: number): Promise<void> {
    this.#running = true;
    const timer = setTimeout(() => {
      if (turn === this.#turn) this.slow = true;
    }, SLOW_MS);
    const outcome = await read().then(
      (data) => ({ data, problem: undefined }),
      (cause: unknown) => ({ data: undefined, problem: codeOf(cause) }),
    );
    clearTimeout(timer);
    if (turn !== this.#turn) return;
    this.#settle(outcome);
    this.slow = false;
    this.#running = false;
    if (!this.#again) return;
    this.#again = false;
    this.readAgain();
  }

  #settle(outcome: { data: T; problem: undefined } | { data: undefined; problem: ErrorCode }): void {
    this.problem = outcome.problem;
    if (outcome.problem !== undefined) return;
    this.data = outcome.data;
    keep(this.#key, outcome.data);
  }
}

function keep(key: string, data: unknown): void {
  kept.delete(key);
  kept.set(key, data);
  const oldest = kept.keys().next();
  if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
}

/** A query of a component: ends with it. `args` may give null for "nothing to read yet". */
export function query<N extends Name>(name: N, tags: readonly Tag[], args: () => Args<N> | null): Query<Result<N>> {
  const made = new Query<Result<N>>(tags);
  $effect(() => follow(made));
  // The key is a string, so that equal arguments in a new object do not read again.
  const key = $derived(JSON.stringify(args()));
  $effect.pre(() => {
    const given = JSON.parse(key) as Args<N> | null;
    made.aim(`${name} ${key}`, given === null ? undefined : () => call(name, given));
  });
  return made;
}
