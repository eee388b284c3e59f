import type { DeskMember } from "../desk/wire-team";
import type { Key } from "../text/text";

/** How a member stands at the desk, in a word. */
export function standing({ disabled, eligible }: DeskMember): Key {
  if (disabled) return "member-disabled";
  return eligible ? "member-served" : "member-not-served";
}

/** Whether the desk serves a rank; one that it does not know is below every other. */
export function serves(ranks: readonly string[], lowest: string | null, rank: string | null): boolean {
  if (lowest === null) return true;
  const [own, least] = [rank === null ? -1 : ranks.indexOf(rank), ranks.indexOf(lowest)];
  return own >= 0 && own >= least;
}
