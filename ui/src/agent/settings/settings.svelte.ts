/** The desk's settings as they are now, and changing some of them. */

import { refusalOf, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { DeskSettingsNow } from "../desk/wire-team";
import { changed, type Change } from "./changes";

const PATH = "/api/agent/settings";

export class Settings {
  now = $state.raw<DeskSettingsNow | undefined>(undefined);
  problem = $state.raw<Refusal | null>(null);
  saving = $state(false);
  refused = $state.raw<Refusal | null>(null);

  constructor(private readonly session: Session) {}

  async readAgain(): Promise<void> {
    try {
      this.now = await this.session.ask<DeskSettingsNow>(PATH);
      this.problem = null;
    } catch (cause) {
      this.problem = refusalOf(cause);
    }
  }

  /** Changes this and nothing else: what a colleague has changed meanwhile stays. Whether it was done. */
  async change(wanted: Change): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    this.refused = null;
    try {
      const body = changed(await this.session.ask<DeskSettingsNow>(PATH), wanted);
      this.now = await this.session.ask<DeskSettingsNow>(PATH, { method: "PUT", body });
      return true;
    } catch (cause) {
      this.refused = refusalOf(cause);
      return false;
    } finally {
      this.saving = false;
    }
  }

  topicName(id: string | null): string | null {
    return id === null ? null : (this.now?.chat.topics.find((topic) => topic.id === id)?.name ?? id);
  }
}
