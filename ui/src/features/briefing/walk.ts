/** Answering what waited, one issue after another. */

/** The issues in their order, as they were when the walk began. */
export interface Walk {
  readonly account: string;
  readonly issues: readonly string[];
}

/** Which of the walk's issues this is, counted from 1; null: none of them. */
export function place(walk: Walk, issue: string | null): number | null {
  const at = issue === null ? -1 : walk.issues.indexOf(issue);
  return at < 0 ? null : at + 1;
}

/** The next issue after this one that still awaits an answer; null: there is none. */
export function following(walk: Walk, issue: string, waiting: readonly string[]): string | null {
  const at = walk.issues.indexOf(issue);
  return walk.issues.slice(at + 1).find((other) => waiting.includes(other)) ?? null;
}
