/** Where drafts belong, and how they begin there. */

import { call } from "./client";
import type { DraftView } from "./generated/contract";

/** `issue`: the one replied to; null is a new one. `chat`: the one written in; null is the question that begins one. */
export type Place =
  | { readonly account: string; readonly issue: string | null }
  | { readonly account: string; readonly chat: string | null };

/** Where a draft that was read belongs. */
export function placeOf(account: string, draft: DraftView): Place {
  if (draft.kind === "chat") return { account, chat: null };
  return draft.kind === "say" ? { account, chat: draft.chat } : { account, issue: draft.issue };
}

/** Whether what is written there begins a chat. */
export function asks(place: Place): boolean {
  return "chat" in place && place.chat === null;
}

/** Whether several drafts may belong there; there is one reply an issue, one line a chat and one question. */
export function many(place: Place): boolean {
  return "issue" in place && place.issue === null;
}

/** Whether the two are one. */
export function same(one: Place, other: Place): boolean {
  if (one.account !== other.account) return false;
  if ("issue" in one) return "issue" in other && one.issue === other.issue;
  return "chat" in other && one.chat === other.chat;
}

/** Begins a draft there, or finds it again. */
export function make(place: Place): Promise<DraftView> {
  const { account } = place;
  if ("issue" in place) return call("new_draft", { account, issue: place.issue });
  return place.chat === null ? call("new_question", { account }) : call("new_line", { account, chat: place.chat });
}
