/** What the desk's published interface says of members and of the desk's settings. */

import type { Member } from "./wire";

export interface DeskMember extends Member {
  /** Whether the desk serves this rank. */
  readonly eligible: boolean;
  readonly disabled: boolean;
}

export interface MemberPage {
  readonly members: readonly DeskMember[];
  /** For `after`; null at the end. */
  readonly next: string | null;
}

/** What is not given stays as it is. */
export interface MemberChange {
  readonly rank?: string | null;
  readonly disabled?: boolean;
}

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** `HH:MM` to `HH:MM`; to the next day when the end is not after the beginning. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

export type Week = Readonly<Record<Weekday, readonly Range[]>>;

export interface Topic {
  readonly id: string;
  readonly name: string;
}

export interface ChatRules {
  readonly open: boolean;
  /** By its IANA name. */
  readonly zone: string;
  /** When chats can be started; null: always. */
  readonly hours: Week | null;
  readonly topics: readonly Topic[];
  readonly full_at: number;
  readonly limit: number;
  readonly text_chars: number;
  /** Null: never; so are the next two. */
  readonly queue_timeout_minutes: number | null;
  readonly idle_minutes: number | null;
  readonly lost_contact_minutes: number | null;
}

/** The days on which nobody works. */
export interface WorkingCalendar {
  /** By its IANA name; null: the zone of the chat's hours. */
  readonly zone: string | null;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekend: readonly number[];
  /** As 2026-12-24. */
  readonly holidays: readonly string[];
}

export interface DeskSettings {
  readonly announcement: string | null;
  /** The lowest rank that the desk serves; null: it serves everybody. */
  readonly lowest_rank: string | null;
  /** The languages that issues may be written in; none: any. */
  readonly languages: readonly string[];
  readonly chat_languages: readonly string[];
  readonly chat: ChatRules;
  readonly close_rule: { readonly working_days: number; readonly warns: boolean } | null;
  readonly calendar: WorkingCalendar;
}

export interface DeskSettingsNow extends DeskSettings {
  /** Lowest first. */
  readonly ranks: readonly string[];
}
