/** Whether this computer can save what is written. One banner says it; whatever else fails for it need not say it again. */

import type { DiskState } from "./generated/contract";

let state = $state<DiskState>("fine");

/** As it was told last. */
export function diskState(): DiskState {
  return state;
}

/** Whether it could not be saved before and can be now. */
export function diskTold(now: DiskState): boolean {
  const recovered = state !== "fine" && now === "fine";
  state = now;
  return recovered;
}
