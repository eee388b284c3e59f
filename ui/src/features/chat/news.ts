/** Which messages are new to whom. */

import type { MessageView } from "../../api/generated/contract";

/** Messages that follow each other so soon are told as one turn. */
const TURN_MS = 5 * 60_000;

/** The highest order in a chat; 0: nothing has arrived. */
export function newest(messages: readonly MessageView[]): number {
  return messages.reduce((highest, message) => Math.max(highest, message.order ?? 0), 0);
}

/** What others said or did after that order. */
export function since(messages: readonly MessageView[], order: number): MessageView[] {
  return messages.filter((message) => message.side !== "member" && (message.order ?? 0) > order);
}

/** Whether a message goes on with the turn of the one before: the same person, soon after. */
export function goesOn(message: MessageView, before: MessageView | undefined): boolean {
  if (!before || !spoken(message) || !spoken(before)) return false;
  if (message.side !== before.side || message.name !== before.name) return false;
  return Date.parse(message.at) - Date.parse(before.at) < TURN_MS;
}

/** Whether somebody's words are to be shown, and not only what happened. */
export function spoken(message: MessageView): boolean {
  return message.kind === "text" || (message.kind === "suggest_issue" && message.parts.length > 0);
}

/** Who speaks, came, left or took over: whoever gives a chat away names the other one, and without a name it is the desk. */
export function who(message: MessageView, desk: string): string {
  const named = message.kind === "transferred" ? plain(message) : "";
  return named || (message.name ?? desk);
}

/** A message's words without its links. */
export function plain(message: MessageView): string {
  return message.parts.map((part) => part.text).join("");
}
