/** Languages by the names that members have for them. */

import { language } from "./speech.svelte";

/** "English" in the language spoken now, or in another one. */
export function languageName(tag: string, told = language()): string {
  try {
    return new Intl.DisplayNames([told], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** "English", "English and Swedish". */
export function languageNames(tags: readonly string[], told = language()): string {
  const names = tags.map((tag) => languageName(tag, told));
  return new Intl.ListFormat([told], { type: "conjunction" }).format(names);
}
