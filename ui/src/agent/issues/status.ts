import type { IconName } from "../../parts/Icon.svelte";
import type { Tone } from "../../parts/Pill.svelte";
import type { Issue, Status } from "../desk/wire";
import type { Key } from "../text/text";

/** Which statuses the list shows. */
export type StatusFilter = "open" | "awaiting" | "closed" | "all";

/** What the list shows. */
export interface Filter {
  readonly status: StatusFilter;
  /** BCP 47; null: any. */
  readonly language: string | null;
  /** Each must stand in the issue. */
  readonly words: string;
}

/** The filters in their order, with the status that each lets through. */
export const FILTERS: readonly { filter: StatusFilter; status: Status | null; name: Key; icon: IconName }[] = [
  { filter: "open", status: "open", name: "list-open", icon: "tray" },
  { filter: "awaiting", status: "awaiting_feedback", name: "list-awaiting", icon: "bell" },
  { filter: "closed", status: "closed", name: "list-closed", icon: "done" },
  { filter: "all", status: null, name: "list-all", icon: "file" },
];

export function isStatusFilter(name: string): name is StatusFilter {
  return FILTERS.some(({ filter }) => filter === name);
}

/** The name of a filter's list. */
export function nameOf(filter: StatusFilter): Key {
  return FILTERS.find((one) => one.filter === filter)?.name ?? "list-all";
}

/** The status that a filter lets through; null: any. */
export function statusOf(filter: StatusFilter): Status | null {
  return FILTERS.find((one) => one.filter === filter)?.status ?? null;
}

/** A status as a word and as a colour. */
export const STATUS = {
  open: { word: "status-open", tone: "open" },
  awaiting_feedback: { word: "status-awaiting", tone: "awaiting" },
  closed: { word: "status-closed", tone: "closed" },
} as const satisfies Record<Status, { word: Key; tone: Tone }>;

/** Whether only some of the issues of a status are shown. */
export function narrow({ language, words }: Filter): boolean {
  return language !== null || words.trim() !== "";
}

/** Whether an issue belongs to a filter's list, as far as can be told here: which words stand in it, the desk knows. */
export function fits(issue: Issue, filter: Filter): boolean {
  const status = statusOf(filter.status);
  if (status !== null && issue.status !== status) return false;
  return filter.language === null || issue.language === filter.language;
}
