/** What the desk's published interface says of chats and of who is on duty. */

import type { Attachment, Member } from "./wire";

export type ChatState = "waiting" | "active" | "ended";

/** Why a chat ended. */
export type ChatEnd = "member" | "agent" | "idle" | "lost_contact" | "queue_timeout" | "closed";

export type Side = "member" | "agent" | "desk";

export interface Speaker {
  readonly name: string;
  readonly side: Side;
}

export interface Chat {
  readonly id: string;
  readonly topic: string | null;
  readonly state: ChatState;
  /** While it waits; 1 is next. */
  readonly place: number | null;
  readonly agent: string | null;
  readonly agent_user_name: string | null;
  readonly member: Member;
  /** What the member gave for this chat. */
  readonly form: { readonly name: string; readonly email: string; readonly member_id: string | null };
  /** What the question is written in (BCP 47), where that is known. */
  readonly language: string | null;
  /** The beginning of the first message. */
  readonly question: string;
  readonly opened: string;
  readonly updated: string;
  readonly ended: string | null;
  readonly ended_by: ChatEnd | null;
  /** The member was asked to submit an issue. */
  readonly suggests_issue: boolean;
  readonly last_message: { readonly order: number; readonly author: Speaker; readonly at: string; readonly text: string } | null;
  readonly messages: number;
}

export type MessageKind = "text" | "joined" | "left" | "transferred" | "ended" | "suggest_issue";

export interface Message {
  readonly id: string;
  /** Within the chat, from 1; the desk's. */
  readonly order: number;
  readonly author: Speaker;
  readonly at: string;
  readonly kind: MessageKind;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** The `Idempotency-Key` of one's own. */
  readonly key: string | null;
}

export interface ChatLists {
  readonly waiting: readonly Chat[];
  /** Those of colleagues. */
  readonly active: readonly Chat[];
  readonly mine: readonly Chat[];
}

export interface ChatPage {
  readonly chat: Chat;
  readonly messages: readonly Message[];
  readonly more: boolean;
}

export interface Colleague {
  readonly name: string;
  readonly user_name: string;
  readonly on_duty: boolean;
  /** Chats at once. */
  readonly limit: number;
  /** Chats that they have now. */
  readonly chats: number;
}

export interface Duty {
  readonly on_duty: boolean;
  /** Chats that one takes at once; null: the desk's usual number. */
  readonly limit: number | null;
  readonly usual_limit: number;
  /** Everybody who is on duty, or has a chat. */
  readonly agents: readonly Colleague[];
}
