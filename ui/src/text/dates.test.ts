import { afterEach, describe, expect, it } from "vitest";
import { ahead, day, localMinute, moment, recent, size } from "./dates";
import { speak, t } from "./text.svelte";

/** Noon of a day in this computer's zone, so that the day is the same everywhere. */
const noon = (year: number, month: number, date: number) => new Date(year, month - 1, date, 12, 0).toISOString();

describe("dates and sizes", () => {
  afterEach(() => speak("en", "en-GB"));

  it("always_say_the_year", () => {
    speak("en", "en-GB");
    expect(day(noon(2020, 8, 3))).toBe("3 Aug 2020");
    speak("sv", "sv-SE");
    expect(day(noon(2020, 8, 3))).toBe("3 aug. 2020");
  });

  it("say_today_and_yesterday_by_the_calendar_not_by_hours", () => {
    const lateEvening = new Date(2020, 7, 3, 23, 59).toISOString();
    const soonAfter = new Date(2020, 7, 4, 0, 1).getTime();
    expect(moment(lateEvening, soonAfter)).toBe("Yesterday, 23:59");
    expect(moment(lateEvening, Date.parse(lateEvening))).toBe("Today, 23:59");
    expect(moment(noon(2020, 3, 6), soonAfter)).toBe("6 Mar 2020, 12:00");
    expect(recent(lateEvening, soonAfter)).toBe("3 Aug 2020, 23:59");
  });

  it("say_tomorrow_and_then_the_weekday", () => {
    const evening = new Date(2026, 10, 27, 23, 30).getTime();
    expect(ahead(new Date(2026, 10, 27, 23, 45).toISOString(), evening)).toBe("Today, 23:45");
    expect(ahead(new Date(2026, 10, 28, 9, 0).toISOString(), evening)).toBe("Tomorrow, 09:00");
    expect(ahead(new Date(2026, 10, 30, 9, 0).toISOString(), evening)).toMatch(/^Mon,? 30 Nov, 09:00$/);
    expect(localMinute(evening)).toBe("2026-11-27T23:30");
  });

  it("write_sizes_in_the_reader's_way", () => {
    expect(size(512)).toBe("512 byte");
    expect(size(214_000)).toBe("214 kB");
    expect(size(2_500_000)).toBe("2.5 MB");
    speak("sv", "sv-SE");
    expect(size(2_500_000)).toMatch(/^2,5\sMB$/);
  });

  it("count_in_the_reader's_language", () => {
    expect(t("count-issues", { count: 1 })).toBe("1 issue");
    speak("sv", "sv-SE");
    expect(t("count-issues", { count: 2 })).toBe("2 ärenden");
  });
});
