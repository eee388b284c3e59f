/** The language spoken now, and the messages that the page has learned in it. Which texts there are, it does not know. */

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export type Values = Record<string, FluentVariable>;

const FALLBACK = "en";

let texts: Record<string, string> = {};
const spoken = $state({ language: FALLBACK, locale: "en-GB" });
let bundle = $state.raw(bundleOf(spoken.language, spoken.locale));

/** Gives the page its texts: one Fluent file for each language. */
export function learn(files: Record<string, string>): void {
  texts = files;
  bundle = bundleOf(spoken.language, spoken.locale);
}

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

/** A text. A key is `message` or `message.attribute`; one that was not learned is given back as it is. */
export function phrase(key: string, values?: Values): string {
  const [id = key, attribute] = key.split(".");
  const message = bundle.getMessage(id);
  const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
  return pattern ? bundle.formatPattern(pattern, values ?? null) : key;
}

function bundleOf(language: string, locale: string): FluentBundle {
  // Both languages run left to right; names and titles stand in elements of their own with dir="auto".
  const made = new FluentBundle([locale, language], { useIsolating: false });
  made.addResource(new FluentResource(texts[language] ?? texts[FALLBACK] ?? ""));
  return made;
}
