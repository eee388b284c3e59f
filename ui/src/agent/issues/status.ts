import type { IconName } from "../../parts/Icon.svelte";
import type { Tone } from "../../parts/Pill.svelte";
import type { Issue, Status } from "../desk/wire";
import type { Key } from "../text/text";

/** What the list shows. */
export type Filter = "open" | "awaiting" | "closed" | "all";

/** The filters in their order, with the status that each lets through. */
export const FILTERS: readonly { filter: Filter; status: Status | null; name: Key; icon: IconName }[] = [
  { filter: "open", status: "open", name: "list-open", icon: "tray" },
  { filter: "awaiting", status: "awaiting_feedback", name: "list-awaiting", icon: "bell" },
  { filter: "closed", status: "closed", name: "list-closed", icon: "done" },
  { filter: "all", status: null, name: "list-all", icon: "file" },
];

export function isFilter(name: string): name is Filter {
  return FILTERS.some(({ filter }) => filter === name);
}

/** The name of a filter's list. */
export function nameOf(filter: Filter): Key {
  return FILTERS.find((one) => one.filter === filter)?.name ?? "list-all";
}

/** The status that a filter lets through; null: any. */
export function statusOf(filter: Filter): Status | null {
  return FILTERS.find((one) => one.filter === filter)?.status ?? null;
}

/** A status as a word and as a colour. */
export const STATUS = {
  open: { word: "status-open", tone: "open" },
  awaiting_feedback: { word: "status-awaiting", tone: "awaiting" },
  closed: { word: "status-closed", tone: "closed" },
} as const satisfies Record<Status, { word: Key; tone: Tone }>;

/** Whether an issue belongs to a filter's list. */
export function fits(issue: Issue, filter: Filter): boolean {
  const status = statusOf(filter);
  return status === null || issue.status === status;
}
