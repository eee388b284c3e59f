/** How this computer's keyboard names its keys. */

import { t } from "./text.svelte";

const mac = /Mac/.test(navigator.userAgent);

/** The key of shortcuts. */
export function controlKey(): string {
  return mac ? "⌘" : t("key-control");
}

/** The shift key. */
export function shiftKey(): string {
  return mac ? "⇧" : t("key-shift");
}
