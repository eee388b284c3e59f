/** What was changed in the form of the settings: for the desk, and in words. */

import type { ChatRules, DeskSettings, DeskSettingsNow, Range, Week } from "../desk/wire-team";
import { WEEKDAYS, type Weekday } from "../desk/wire-team";
import { languageName } from "../issues/language";
import { t, type Key } from "../text/text";

/** Of the chat's rules, too, only those that were changed. */
export type Change = Partial<Omit<DeskSettings, "chat">> & { chat?: Partial<ChatRules> };

export const DAYS = {
  monday: "day-monday",
  tuesday: "day-tuesday",
  wednesday: "day-wednesday",
  thursday: "day-thursday",
  friday: "day-friday",
  saturday: "day-saturday",
  sunday: "day-sunday",
} as const satisfies Record<Weekday, Key>;

const SETTINGS = ["announcement", "lowest_rank", "languages", "chat_languages", "close_rule", "calendar"] as const;
const RULES = [
  "open",
  "hours",
  "zone",
  "topics",
  "full_at",
  "limit",
  "text_chars",
  "queue_timeout_minutes",
  "idle_minutes",
  "lost_contact_minutes",
] as const;

/** What the form says otherwise than the desk; null: nothing. */
export function changeOf(now: DeskSettings, wanted: DeskSettings): Change | null {
  const change: Record<string, unknown> = {};
  for (const key of SETTINGS) if (!same(now[key], wanted[key])) change[key] = wanted[key];
  const rules: Record<string, unknown> = {};
  for (const key of RULES) if (!same(now.chat[key], wanted.chat[key])) rules[key] = wanted.chat[key];
  if (Object.keys(rules).length > 0) change.chat = rules;
  return Object.keys(change).length > 0 ? change : null;
}

/** Settings with a change in them. */
export function changed(now: DeskSettings, { chat, ...rest }: Change): DeskSettings {
  const { announcement, lowest_rank, languages, chat_languages, close_rule, calendar } = now;
  return { announcement, lowest_rank, languages, chat_languages, close_rule, calendar, ...rest, chat: { ...now.chat, ...chat } };
}

/** The change in words, one sentence for each setting. */
export function wordsOf(now: DeskSettingsNow, change: Change): string[] {
  const rules = change.chat ?? {};
  return [...general(now, change), ...chat(rules), ...limits(rules)];
}

function general(now: DeskSettingsNow, change: Change): string[] {
  const lines: string[] = [];
  if (change.announcement !== undefined) {
    lines.push(change.announcement === null ? t("say-announcement-none") : t("say-announcement", { text: change.announcement }));
  }
  if (change.lowest_rank !== undefined) {
    const from = now.lowest_rank ?? t("set-rank-everybody");
    lines.push(t("say-rank", { from, to: change.lowest_rank ?? t("set-rank-everybody") }));
  }
  if (change.languages) lines.push(languages("say-languages", "say-languages-any", change.languages));
  if (change.chat_languages) lines.push(languages("say-chat-languages", "say-chat-languages-any", change.chat_languages));
  if (change.close_rule === null) lines.push(t("say-close-none"));
  else if (change.close_rule) {
    const { working_days, warns } = change.close_rule;
    lines.push(t(warns ? "say-close-warned" : "say-close", { days: working_days }));
  }
  if (change.calendar) lines.push(t("say-holidays", { count: new Set(change.calendar.holidays).size }));
  return lines;
}

function chat({ open, hours, zone, topics }: Partial<ChatRules>): string[] {
  const lines: string[] = [];
  if (open !== undefined) lines.push(t(open ? "say-chat-open" : "say-chat-shut"));
  if (hours !== undefined) lines.push(hours === null ? t("say-hours-always") : t("say-hours", { hours: hoursInWords(hours) }));
  if (zone !== undefined) lines.push(t("say-zone", { zone }));
  if (topics) {
    lines.push(topics.length === 0 ? t("say-topics-none") : t("say-topics", { topics: topics.map(({ name }) => name).join(", ") }));
  }
  return lines;
}

function limits(rules: Partial<ChatRules>): string[] {
  const lines: string[] = [];
  if (rules.full_at !== undefined) lines.push(t("say-full", { count: rules.full_at }));
  if (rules.limit !== undefined) lines.push(t("say-limit", { count: rules.limit }));
  if (rules.text_chars !== undefined) lines.push(t("say-chars", { count: rules.text_chars }));
  const minutes = (value: number | null | undefined, some: Key, never: Key) => {
    if (value !== undefined) lines.push(value === null ? t(never) : t(some, { minutes: value }));
  };
  minutes(rules.queue_timeout_minutes, "say-queue", "say-queue-never");
  minutes(rules.idle_minutes, "say-idle", "say-idle-never");
  minutes(rules.lost_contact_minutes, "say-lost", "say-lost-never");
  return lines;
}

function languages(some: Key, any: Key, tags: readonly string[]): string {
  return tags.length === 0 ? t(any) : t(some, { languages: tags.map(languageName).join(", ") });
}

/** "Monday 08:00–12:00, 13:00–17:00; Tuesday …". */
export function hoursInWords(week: Week): string {
  const range = ({ from, to }: Range) => `${from}–${to}`;
  return WEEKDAYS.filter((day) => week[day].length > 0)
    .map((day) => `${t(DAYS[day])} ${week[day].map(range).join(", ")}`)
    .join("; ");
}

/** The fields that cannot be as they are. */
export type Flaw = "full_at" | "limit" | "text_chars" | "queue" | "idle" | "lost" | "topics" | "hours" | "days" | "holidays";

const MOST_MINUTES = 24 * 60;

export function flawsOf({ chat: rules, close_rule, calendar }: DeskSettings): Set<Flaw> {
  const flaws = new Set<Flaw>();
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  const minutes = (value: number | null) => value === null || whole(value, MOST_MINUTES);
  const check = (flaw: Flaw, fine: boolean) => fine || flaws.add(flaw);
  check("full_at", whole(rules.full_at, 100_000));
  check("limit", whole(rules.limit, 1_000));
  check("text_chars", whole(rules.text_chars, 1_000_000));
  check("queue", minutes(rules.queue_timeout_minutes));
  check("idle", minutes(rules.idle_minutes));
  check("lost", minutes(rules.lost_contact_minutes));
  check("topics", rules.topics.every(({ name }) => name.trim() !== ""));
  const ranges = rules.hours === null ? null : WEEKDAYS.flatMap((day) => rules.hours?.[day] ?? []);
  const time = /^([01]\d|2[0-3]):[0-5]\d$/;
  check("hours", ranges === null || (ranges.length > 0 && ranges.every(({ from, to }) => time.test(from) && time.test(to))));
  check("days", close_rule === null || whole(close_rule.working_days, 1_000));
  check("holidays", calendar.holidays.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)));
  return flaws;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
