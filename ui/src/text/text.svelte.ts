/** The window's words: messages of `locales/<language>/window.ftl`, in the language the member chose. */

import english from "../../../locales/en/window.ftl?raw";
import swedish from "../../../locales/sv/window.ftl?raw";
import type { Key } from "./keys";
import { learn, phrase, type Values } from "./speech.svelte";

export type { Key } from "./keys";
export { language, locale, speak, type Values } from "./speech.svelte";

learn({ en: english, sv: swedish });

/** The languages there are, by their own names. */
export const LANGUAGES = [
  { tag: "en", name: "English" },
  { tag: "sv", name: "Svenska" },
] as const;

/** A text. A key is `message` or `message.attribute`. */
export function t(key: Key, values?: Values): string {
  return phrase(key, values);
}
