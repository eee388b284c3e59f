/** The desk's members: all of them, since a name is looked for among all. */

import { refusalOf, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { Chat } from "../desk/wire-chats";
import type { DeskMember, MemberChange, MemberPage } from "../desk/wire-team";

export class Members {
  all = $state.raw<readonly DeskMember[] | undefined>(undefined);
  problem = $state.raw<Refusal | null>(null);
  changing = $state(false);
  refused = $state.raw<Refusal | null>(null);

  #running = false;

  constructor(private readonly session: Session) {}

  async readAgain(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      const all: DeskMember[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const query: string = after === undefined ? "" : `?${new URLSearchParams({ after })}`;
        const page: MemberPage = await this.session.ask<MemberPage>(`/api/agent/members${query}`);
        all.push(...page.members);
        after = page.next;
      }
      this.all = all;
      this.problem = null;
    } catch (cause) {
      this.problem = refusalOf(cause);
    }
    this.#running = false;
  }

  /** Whether it was done. */
  async change(member: DeskMember, wanted: MemberChange): Promise<boolean> {
    if (this.changing) return false;
    this.changing = true;
    this.refused = null;
    try {
      const changed = await this.session.ask<DeskMember>(path(member.user_name), { method: "PATCH", body: wanted });
      this.all = this.all?.map((one) => (one.user_name === changed.user_name ? changed : one));
      return true;
    } catch (cause) {
      this.refused = refusalOf(cause);
      return false;
    } finally {
      this.changing = false;
    }
  }

  /** A member's chats, the latest first. */
  async chatsOf(user: string): Promise<readonly Chat[]> {
    return (await this.session.ask<{ chats: readonly Chat[] }>(`${path(user)}/chats`)).chats;
  }
}

/** Those in whose facts each word stands. */
export function withWords(members: readonly DeskMember[], words: string): DeskMember[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/u).filter((word) => word !== "");
  return members.filter(({ name, user_name, email, member_id, rank }) => {
    const facts = [name, user_name, email, member_id, rank].join("\n").toLocaleLowerCase();
    return wanted.every((word) => facts.includes(word));
  });
}

function path(user: string): string {
  return `/api/agent/members/${encodeURIComponent(user)}`;
}
