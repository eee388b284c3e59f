/** Who is on duty, and whether one is oneself. */

import { refusalOf, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { Colleague, Duty as Read } from "../desk/wire-chats";

export class Duty {
  read = $state.raw<Read | undefined>(undefined);
  problem = $state.raw<Refusal | null>(null);
  changing = $state(false);

  constructor(private readonly session: Session) {}

  async readAgain(): Promise<void> {
    if (this.changing) return;
    try {
      const read = await this.session.ask<Read>("/api/agent/duty");
      if (!this.changing) this.read = read;
      this.problem = null;
    } catch (cause) {
      this.problem = refusalOf(cause);
    }
  }

  /** Everybody on duty. */
  get agents(): readonly Colleague[] {
    return (this.read?.agents ?? []).filter((agent) => agent.on_duty);
  }

  /** Whether it was done. */
  async change(wanted: { on_duty: boolean; limit: number | null }): Promise<boolean> {
    if (this.changing) return false;
    this.changing = true;
    this.problem = null;
    try {
      this.read = await this.session.ask<Read>("/api/agent/duty", { method: "PUT", body: wanted });
      return true;
    } catch (cause) {
      this.problem = refusalOf(cause);
      return false;
    } finally {
      this.changing = false;
    }
  }
}
