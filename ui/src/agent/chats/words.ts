/** What the page says of chats. */

import { clock } from "../../text/dates";
import type { Tone } from "../../parts/Pill.svelte";
import type { Chat, ChatEnd, ChatState, Message } from "../desk/wire-chats";
import { t, type Key } from "../text/text";

/** A state as a word and as a colour. */
export const STATE = {
  waiting: { word: "chat-waiting", tone: "awaiting" },
  active: { word: "chat-active", tone: "open" },
  ended: { word: "chat-ended", tone: "closed" },
} as const satisfies Record<ChatState, { word: Key; tone: Tone }>;

const ENDS = {
  member: "chat-ended-member",
  agent: "chat-ended-agent",
  idle: "chat-ended-idle",
  lost_contact: "chat-ended-lost",
  queue_timeout: "chat-ended-timeout",
  closed: "chat-ended-closed",
} as const satisfies Record<ChatEnd, Key>;

/** Why a chat is over. */
export function endOf(chat: Chat): string {
  return chat.ended_by === null ? t("chat-ended") : t(ENDS[chat.ended_by]);
}

/** "Waits 3 min"; both times in milliseconds. */
export function waits(opened: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(opened)) / 60_000));
  if (minutes < 1) return t("chat-waits-moment");
  const hours = Math.floor(minutes / 60);
  return hours < 1 ? t("chat-waits", { minutes }) : t("chat-waits-hours", { hours, minutes: minutes % 60 });
}

/** What happened in a chat, where nobody says it in words. */
export function happened({ kind, author, text, at }: Message): string | null {
  const name = author.name;
  const time = clock(at);
  switch (kind) {
    case "text":
    case "suggest_issue":
      return null;
    case "joined":
      return t("talk-joined", { name, time });
    case "left":
      return t("talk-left", { name, time });
    case "transferred":
      return t("talk-transferred", { name, to: text, time });
    case "ended":
      return t("talk-ended", { time });
  }
}
