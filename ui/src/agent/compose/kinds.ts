import type { Kind } from "../desk/wire";
import type { Key } from "../text/text";

/** What a text can become, and what the page says to it. */
export const KINDS = {
  reply: {
    name: "compose-reply",
    more: "compose-reply-more",
    placeholder: "compose-reply-placeholder",
    send: "compose-reply-send",
    sent: "compose-reply-sent",
  },
  ask: {
    name: "compose-ask",
    more: "compose-ask-more",
    placeholder: "compose-ask-placeholder",
    send: "compose-ask-send",
    sent: "compose-ask-sent",
  },
  note: {
    name: "compose-note",
    more: "compose-note-more",
    placeholder: "compose-note-placeholder",
    send: "compose-note-send",
    sent: "compose-note-sent",
  },
} as const satisfies Record<Kind, Record<"name" | "more" | "placeholder" | "send" | "sent", Key>>;

export const ORDER: readonly Kind[] = ["reply", "ask", "note"];
