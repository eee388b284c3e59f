/** How this computer's keyboard names its keys. */

import { phrase } from "./speech.svelte";

const mac = /Mac/.test(navigator.userAgent);

/** The key of shortcuts. */
export function controlKey(): string {
  return mac ? "⌘" : phrase("key-control");
}

/** The shift key. */
export function shiftKey(): string {
  return mac ? "⇧" : phrase("key-shift");
}
