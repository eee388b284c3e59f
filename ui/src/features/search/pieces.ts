/** Found texts, cut so that what was found is in view in one line. */

import type { PiecePart } from "../../api/generated/contract";

/** So much may stand before what was found. */
const BEFORE = 24;

/** A found text in one line that begins shortly before what was found. */
export function inView(piece: readonly PiecePart[]): PiecePart[] {
  const parts = piece.map((part) => ({ ...part, text: part.text.replace(/\s+/gu, " ") }));
  const [first] = parts;
  if (!first || first.found || !hasFound(parts)) return parts;
  const letters = [...first.text];
  if (letters.length <= BEFORE) return parts;
  const tail = letters.slice(-BEFORE).join("");
  // From a word's beginning, where one begins.
  const word = tail.indexOf(" ");
  return [{ found: false, text: `…${word < 0 ? tail : tail.slice(word + 1)}` }, ...parts.slice(1)];
}

/** Whether something in it was looked for. */
export function hasFound(piece: readonly PiecePart[]): boolean {
  return piece.some((part) => part.found);
}
