/** The question's language, before anybody waits in a queue in which nobody speaks it. */

import { FluentBundle, FluentResource } from "@fluent/bundle";
import type { DetectedView } from "../../api/generated/contract";
import { languageNames } from "../../text/languages";

/** Who writes in a language that the chat does not speak is told; only of what is certain, so that nobody is held up wrongly. */
export function outside(found: DetectedView | null): found is DetectedView & { language: string } {
  return found !== null && found.language !== null && found.sure && !found.chat;
}

/** What is said at the gate, in the language of the question. */
export interface GateWords {
  readonly title: string;
  readonly more: string;
  readonly issue: string;
  readonly write: string;
  readonly anyway: string;
}

const FILES = import.meta.glob<string>("../../../../locales/*/gate.ftl", { query: "?raw", import: "default" });

/** The words in that language, naming the languages of the chat; null where there is no translation. */
export async function gateWords(tag: string, spoken: readonly string[]): Promise<GateWords | null> {
  const language = tag.split("-")[0] ?? tag;
  const read = FILES[`../../../../locales/${language}/gate.ftl`];
  const source = await read?.().catch(() => undefined);
  if (source === undefined) return null;
  const bundle = new FluentBundle([tag], { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  const languages = languageNames(spoken, tag);
  const say = (key: string) => {
    const pattern = bundle.getMessage(key)?.value;
    return pattern ? bundle.formatPattern(pattern, { languages }) : "";
  };
  return {
    title: say("gate-title"),
    more: say("gate-more"),
    issue: say("gate-issue"),
    write: say("gate-write"),
    anyway: say("gate-anyway"),
  };
}
