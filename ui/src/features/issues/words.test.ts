import { beforeAll, describe, expect, it } from "vitest";
import type { ClosesView, IssueRow } from "../../api/generated/contract";
import { speak } from "../../text/speech.svelte";
import "../../text/text.svelte";
import { closing } from "./words";

const row = (closes: ClosesView | null, more: Partial<IssueRow> = {}) => ({ status: "awaiting", vanished: false, closes, ...more }) as IssueRow;
const at = "2026-11-30T12:00:00Z";

describe("the close clock", () => {
  beforeAll(() => speak("en", "en-GB"));

  it("says_what_is_left_and_when_it_ends", () => {
    expect(closing(row({ at, days_left: 2, sure: true }))).toEqual({
      left: "2 working days left",
      more: expect.stringMatching(/^The desk closes this on .*Monday.* unless you answer\.$/),
    });
    expect(closing(row({ at, days_left: 1, sure: true }))?.left).toBe("1 working day left");
  });

  it("ends_on_the_day_before_midnight", () => {
    // Saturday 00:00, in this computer's zone: a Saturday answer is too late.
    const midnight = new Date(2026, 10, 28).toISOString();
    expect(closing(row({ at: midnight, days_left: 1, sure: true }))?.more).toContain("Friday");
    expect(closing(row({ at: midnight, days_left: 1, sure: false }))?.more).toContain("Friday");
  });

  it("says_about_where_it_is_learnt", () => {
    const { left, more } = closing(row({ at, days_left: 3, sure: false })) ?? {};
    expect(left).toBe("About 3 working days left");
    expect(more).toContain("about");
  });

  it("says_that_the_time_is_over_and_that_it_is_not_known", () => {
    expect(closing(row({ at, days_left: 0, sure: true }))).toEqual({ left: "May be closed any moment", more: "The time to answer is over." });
    expect(closing(row(null))?.left).toBeNull();
    expect(closing(row(null))?.more).toContain("doesn’t say");
  });

  it("is_silent_where_nothing_awaits", () => {
    expect(closing(row(null, { status: "open" }))).toBeNull();
    expect(closing(row(null, { vanished: true }))).toBeNull();
  });
});
