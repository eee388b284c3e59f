import type { List, SendState } from "../../api/generated/contract";
import type { Key } from "../../text/text.svelte";

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
