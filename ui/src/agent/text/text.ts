/** The console's words: messages of `locales/<language>/agent.ftl`, in the first language the browser asks for that there is. */

import english from "../../../../locales/en/agent.ftl?raw";
import swedish from "../../../../locales/sv/agent.ftl?raw";
import { learn, phrase, speak, type Values } from "../../text/speech.svelte";
import type { Key } from "./keys";

export type { Key } from "./keys";
export { language, locale } from "../../text/speech.svelte";

const TEXTS = { en: english, sv: swedish };

learn(TEXTS);

/** Speaks the browser's language. */
export function speakAsTheBrowser(): void {
  const tag = navigator.languages.find((wanted) => Object.hasOwn(TEXTS, languageOf(wanted))) ?? "en-GB";
  speak(languageOf(tag), tag);
}

/** A text. A key is `message` or `message.attribute`. */
export function t(key: Key, values?: Values): string {
  return phrase(key, values);
}

function languageOf(tag: string): string {
  return tag.split("-")[0] ?? tag;
}
