import { describe, expect, it } from "vitest";
import type { Session } from "../desk/session.svelte";
import type { DeskMember } from "../desk/wire-team";
import { Members, withWords } from "./members.svelte";
import { serves } from "./standing";

const member = (user_name: string, name: string, rank: string | null = null): DeskMember => ({
  user_name,
  name,
  email: `${user_name}@example.org`,
  member_id: null,
  rank,
  eligible: true,
  disabled: false,
});

describe("members", () => {
  const all = [member("elsa", "Elsa Lind", "Gold"), member("bo", "Bo Åkesson")];

  it("are_found_by_any_fact_and_each_word", () => {
    const found = (words: string) => withWords(all, words).map(({ user_name }) => user_name);
    expect(found("")).toEqual(["elsa", "bo"]);
    expect(found("åkesson")).toEqual(["bo"]);
    expect(found("lind gold")).toEqual(["elsa"]);
    expect(found("lind bo@")).toEqual([]);
    expect(found("null")).toEqual([]);
  });

  it("are_read_page_by_page_and_shown_when_all_are_there", async () => {
    const paths: string[] = [];
    const pages = [
      { members: [all[0]], next: "a b" },
      { members: [all[1]], next: null },
    ];
    const session = { ask: (path: string) => (paths.push(path), Promise.resolve(pages[paths.length - 1])) };
    const members = new Members(session as unknown as Session);
    await members.readAgain();
    expect(paths).toEqual(["/api/agent/members", "/api/agent/members?after=a+b"]);
    expect(members.all).toEqual(all);
  });

  it("are_served_from_the_lowest_rank_on", () => {
    const ranks = ["Member", "Silver", "Gold"];
    expect(serves(ranks, "Silver", "Gold")).toBe(true);
    expect(serves(ranks, "Silver", "Member")).toBe(false);
    expect(serves(ranks, "Silver", null)).toBe(false);
    expect(serves(ranks, "Silver", "Unknown")).toBe(false);
    expect(serves(ranks, null, null)).toBe(true);
  });
});
