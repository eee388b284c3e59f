import type { ChatEnd, ChatStateWord, MessageKind } from "../../api/generated/contract";
import type { Tone } from "../../parts/Pill.svelte";
import type { Key } from "../../text/text.svelte";

/** The word for where a chat stands. */
export const STATE = {
  starting: "chat-state-starting",
  waiting: "chat-state-waiting",
  active: "chat-state-active",
  ended: "chat-state-ended",
} as const satisfies Record<ChatStateWord, Key>;

/** How that looks; the word stands with it. */
export const TONE = {
  starting: "awaiting",
  waiting: "awaiting",
  active: "open",
  ended: "closed",
} as const satisfies Record<ChatStateWord, Tone>;

/** By whom or what a chat was ended. */
export const ENDED = {
  member: "chat-ended-member",
  agent: "chat-ended-agent",
  idle: "chat-ended-idle",
  lost_contact: "chat-ended-lost-contact",
  queue_timeout: "chat-ended-queue-timeout",
  closed: "chat-ended-closed",
} as const satisfies Record<ChatEnd, Key>;

/** What happened in a chat, where nobody wrote it. */
export const HAPPENED = {
  joined: "chat-joined",
  left: "chat-left",
  transferred: "chat-transferred",
  ended: "chat-over",
  suggest_issue: "chat-suggested",
} as const satisfies Record<Exclude<MessageKind, "text">, Key>;

/** Minutes of a wait as it is told: a whole number, never less than one. */
export function minutes(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}
