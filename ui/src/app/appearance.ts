import type { Appearance } from "../api/generated/contract";

/** Light, dark, or as the system says. */
export function dress(appearance: Appearance): void {
  if (appearance === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = appearance;
}
