/** How much time is left until a desk closes an issue. */

import { t } from "./text.svelte";

/** "2 working days left"; not sure: "about". */
export function timeLeft({ days_left, sure }: { days_left: number; sure: boolean }): string {
  return t(sure ? "closes-left" : "closes-left-about", { days: days_left });
}
