/** The desk's published interface, as far as the console uses it. `/api/openapi.json` of any desk says the whole. */

export type Status = "open" | "awaiting_feedback" | "closed";

/** What an entry is: a reply, a question that the member is to answer, or a note among team members. */
export type Kind = "reply" | "ask" | "note";

export interface Profile {
  readonly agent: { readonly name: string; readonly user_name: string };
  readonly desk: {
    readonly name: string;
    readonly languages: readonly string[];
    readonly limits: { readonly text_chars: number; readonly file_bytes: number; readonly files_per_entry: number };
  };
}

export interface Session {
  readonly token: string;
  readonly profile: Profile;
}

export interface Author {
  readonly name: string;
  readonly side: "member" | "agent";
}

export interface Member {
  readonly name: string;
  readonly user_name: string;
  readonly email: string | null;
  readonly member_id: string | null;
  readonly rank: string | null;
}

export interface Issue {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly status: Status;
  /** BCP 47. */
  readonly language: string | null;
  readonly opened: string;
  readonly closed: string | null;
  readonly round: { readonly since: string; readonly asker: string | null } | null;
  readonly last_entry: { readonly author: Author; readonly text: string } | null;
  readonly member: Member;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly media_type: string;
  readonly bytes: number;
}

export interface Entry {
  readonly id: string;
  readonly author: Author;
  readonly at: string;
  readonly text: string;
  readonly asks: boolean;
  /** A note among team members; the member never sees it. */
  readonly internal: boolean;
  readonly attachments: readonly Attachment[];
}

export interface IssuePage {
  readonly issues: readonly Issue[];
  /** For `after`; null at the end. */
  readonly next: string | null;
}

export interface Conversation {
  readonly issue: Issue;
  readonly entries: readonly Entry[];
}

/** What a write has made of the issue, and the entry that it added, if it added one. */
export interface Written {
  readonly issue: Issue;
  readonly entry: Entry | null;
}
