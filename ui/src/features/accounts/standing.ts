/** What an account's freshness is called, and what is to be done about it: one place for the line and for the banner. */

import type { ErrorCode, FreshnessView } from "../../api/generated/contract";
import type { FreshTone } from "../../parts/FreshLine.svelte";
import type { IconName } from "../../parts/Icon.svelte";
import { t, type Key } from "../../text/text.svelte";

/** The state, with trouble of this computer's own told apart from the desk's. */
export type Standing = FreshnessView["state"] | "storage";

interface Face {
  readonly tone: FreshTone;
  readonly icon: IconName;
  /** What to say when the state comes without a reason. */
  readonly usual: ErrorCode | null;
}

export const FACES = {
  checking: { tone: "wait", icon: "again", usual: null },
  up_to_date: { tone: "good", icon: "tick", usual: null },
  offline: { tone: "calm", icon: "offline", usual: "unreachable" },
  signed_out: { tone: "care", icon: "person", usual: "signed_out" },
  not_eligible: { tone: "care", icon: "warn", usual: null },
  desk_in_trouble: { tone: "care", icon: "warn", usual: "desk_trouble" },
  not_understood: { tone: "danger", icon: "warn", usual: "not_understood" },
  storage: { tone: "danger", icon: "disk", usual: "storage" },
} as const satisfies Record<Standing, Face>;

/** What an answer that came could not be kept for is no fault of the desk. */
export function standingOf(freshness: FreshnessView): Standing {
  return freshness.problem === "storage" && freshness.state !== "up_to_date" ? "storage" : freshness.state;
}

const PLAIN = {
  signed_out: "fresh-signed-out",
  not_eligible: "fresh-not-eligible",
  desk_in_trouble: "fresh-trouble",
  not_understood: "fresh-not-understood",
  storage: "fresh-storage",
} as const satisfies Partial<Record<Standing, Key>>;

/** In a few words; `when` is the last complete good check. */
export function wordsOf(standing: Standing, when: string | null): string {
  if (standing === "checking") return when === null ? t("fresh-checking") : t("fresh-checking-since", { when });
  if (standing === "up_to_date") return when === null ? t("fresh-checking") : t("fresh-checked", { when });
  if (standing === "offline") return when === null ? t("fresh-offline") : t("fresh-offline-since", { when });
  return t(PLAIN[standing]);
}
