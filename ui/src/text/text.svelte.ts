/** The window's words: messages of `locales/<language>/window.ftl`, in the language the member chose. */

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import english from "../../../locales/en/window.ftl?raw";
import swedish from "../../../locales/sv/window.ftl?raw";
import type { Key } from "./keys";

export type { Key } from "./keys";
export type Values = Record<string, FluentVariable>;

const TEXTS: Record<string, string> = { en: english, sv: swedish };

/** The languages there are, by their own names. */
export const LANGUAGES = [
  { tag: "en", name: "English" },
  { tag: "sv", name: "Svenska" },
] as const;

const spoken = $state({ language: "en", locale: "en-GB" });
let bundle = $state.raw(bundleOf("en", "en-GB"));

/** Speaks a language, with the dates and numbers of a locale. */
export function speak(language: string, locale: string): void {
  if (spoken.language === language && spoken.locale === locale) return;
  spoken.language = language;
  spoken.locale = locale;
  bundle = bundleOf(language, locale);
}

/** The language spoken now. */
export function language(): string {
  return spoken.language;
}

/** The locale of dates and numbers. */
export function locale(): string {
  return spoken.locale;
}

/** A text. A key is `message` or `message.attribute`. */
export function t(key: Key, values?: Values): string {
  const [id = key, attribute] = key.split(".");
  const message = bundle.getMessage(id);
  const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
  return pattern ? bundle.formatPattern(pattern, values ?? null) : key;
}

function bundleOf(language: string, locale: string): FluentBundle {
  // Both languages run left to right; names and titles stand in elements of their own with dir="auto".
  const made = new FluentBundle([locale, language], { useIsolating: false });
  made.addResource(new FluentResource(TEXTS[language] ?? english));
  return made;
}
