import { describe, expect, it } from "vitest";
import type { DeskSettingsNow, Week } from "../desk/wire-team";
import "../text/text";
import { changed, changeOf, flawsOf, wordsOf } from "./changes";

const none: Week = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const now: DeskSettingsNow = {
  announcement: "For IT only.",
  ranks: ["Member", "Silver", "Gold"],
  lowest_rank: "Silver",
  languages: ["en", "sv"],
  chat_languages: ["en"],
  close_rule: null,
  calendar: { zone: null, weekend: [6, 7], holidays: [] },
  chat: {
    open: true,
    zone: "UTC",
    hours: null,
    topics: [],
    full_at: 100,
    limit: 3,
    text_chars: 4000,
    queue_timeout_minutes: 60,
    idle_minutes: 15,
    lost_contact_minutes: 10,
  },
};

describe("the settings", () => {
  it("are_changed_one_by_one_and_nothing_else_is", () => {
    expect(changeOf(now, now)).toBeNull();
    const wanted = { ...now, lowest_rank: null, chat: { ...now.chat, limit: 4 } };
    const change = changeOf(now, wanted);
    expect(change).toEqual({ lowest_rank: null, chat: { limit: 4 } });
    const meanwhile = { ...now, announcement: "Other.", chat: { ...now.chat, full_at: 7 } };
    const then = changed(meanwhile, change ?? {});
    expect(then).not.toHaveProperty("ranks");
    expect({ ranks: now.ranks, ...then }).toEqual({ ...meanwhile, lowest_rank: null, chat: { ...meanwhile.chat, limit: 4 } });
  });

  it("are_said_in_words_before_they_are_changed", () => {
    const week = { ...none, monday: [{ from: "08:00", to: "12:00" }], friday: [{ from: "22:00", to: "02:00" }] };
    const lines = wordsOf(now, {
      announcement: null,
      lowest_rank: "Gold",
      languages: [],
      close_rule: { working_days: 6, warns: true },
      calendar: { ...now.calendar, holidays: ["2026-12-24", "2026-12-25"] },
      chat: { open: false, hours: week, idle_minutes: null },
    });
    expect(lines).toHaveLength(8);
    expect(lines[4]).toContain("2");
    expect(lines[1]).toContain("Silver");
    expect(lines[1]).toContain("Gold");
    expect(lines[6]).toContain("Monday 08:00–12:00; Friday 22:00–02:00");
  });

  it("are_not_sent_when_they_cannot_be_so", () => {
    const flaws = (chat: object, rest: object = {}) => [...flawsOf({ ...now, ...rest, chat: { ...now.chat, ...chat } })];
    expect(flaws({})).toEqual([]);
    expect(flaws({ full_at: 0, limit: 1.5, text_chars: Number.NaN })).toEqual(["full_at", "limit", "text_chars"]);
    expect(flaws({ queue_timeout_minutes: 1441, idle_minutes: 0, lost_contact_minutes: null })).toEqual(["queue", "idle"]);
    expect(flaws({ hours: none, topics: [{ id: "a", name: " " }] })).toEqual(["topics", "hours"]);
    expect(flaws({ hours: { ...none, sunday: [{ from: "08:00", to: "" }] } })).toEqual(["hours"]);
    expect(flaws({}, { close_rule: { working_days: 0, warns: true } })).toEqual(["days"]);
    expect(flaws({}, { calendar: { ...now.calendar, holidays: [""] } })).toEqual(["holidays"]);
  });
});
