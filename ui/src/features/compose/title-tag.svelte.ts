/**
 * In which language an issue is written, beside the tag in front of its title. As long as the member has not chosen one,
 * the tag follows what is written; a tag that was chosen is only doubted, and only when it is sure.
 */

import { call } from "../../api/client";
import type { Editor } from "../../api/editor.svelte";
import type { DetectedView, LanguageView } from "../../api/generated/contract";

export class TitleTag {
  #found = $state.raw<DetectedView | null>(null);
  #asked = 0;

  constructor(
    private readonly editor: Editor,
    /** What the desk takes issues in. */
    private readonly taken: () => readonly LanguageView[],
  ) {}

  /** What the tag does not say and the words do; none while they agree or nothing is sure. */
  get other(): LanguageView | undefined {
    const found = this.#found;
    return found?.sure && found.language !== this.editor.language ? this.#take(found.language) : undefined;
  }

  /** The member chose a tag. */
  choose(language: string): void {
    this.editor.chosen = true;
    this.editor.write({ language });
  }

  /** Looks at the words as they stand now. */
  async look(): Promise<void> {
    const asked = (this.#asked += 1);
    const { title, text, place } = this.editor;
    // Whoever cannot be told the language goes on without.
    const found = await call("detect", { account: place.account, title, text }).catch(() => null);
    if (asked !== this.#asked || title !== this.editor.title || text !== this.editor.text) return;
    this.#found = found;
    const language = this.#take(found?.language ?? null)?.tag;
    if (language !== undefined && language !== this.editor.language && !this.editor.chosen) this.editor.write({ language });
  }

  #take(language: string | null): LanguageView | undefined {
    return this.taken().find((known) => known.tag === language);
  }
}
