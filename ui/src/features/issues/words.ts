import type { IssueRow, List, SendState } from "../../api/generated/contract";
import { lastDay } from "../../text/dates";
import { timeLeft } from "../../text/closes";
import { t, type Key } from "../../text/text.svelte";

/** The word for a status. */
export const STATUS = {
  awaiting: "status-awaiting",
  open: "status-open",
  closed: "status-closed",
} as const satisfies Record<List, Key>;

/** The name of a list. */
export const LISTS = {
  awaiting: "list-awaiting",
  open: "list-open",
  closed: "list-closed",
} as const satisfies Record<List, Key>;

/** The word for what the member sent and is still on its way. */
export const SENDING = {
  queued: "send-queued",
  uploading: "send-uploading",
  sending: "send-sending",
  waiting: "send-waiting",
  stuck: "send-stuck",
} as const satisfies Record<SendState, Key>;

/** What is known of an issue's end, in words; null: it awaits nothing. */
export function closing({ status, closes, vanished }: IssueRow): { left: string | null; more: string } | null {
  if (status !== "awaiting" || vanished) return null;
  if (closes === null) return { left: null, more: t("closes-unknown") };
  const day = lastDay(closes.at);
  const more = closes.days_left === 0 ? t("closes-over") : t(closes.sure ? "closes-on" : "closes-on-about", { day });
  return { left: timeLeft(closes), more };
}
