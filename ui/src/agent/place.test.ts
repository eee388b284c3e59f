import { describe, expect, it } from "vitest";
import { address, read, type Spot } from "./place.svelte";

const SPOTS: Spot[] = [
  { section: "issues", filter: { status: "open", language: null, words: "" }, open: null },
  { section: "issues", filter: { status: "all", language: "sv", words: "100% å/b?&" }, open: "a/b" },
  { section: "chats", open: null },
  { section: "chats", open: "c 1" },
  { section: "members", words: "elsa", open: null, chat: null },
  { section: "members", words: "", open: "elsa", chat: "c1" },
  { section: "settings" },
];

describe("the page's address", () => {
  it("says_where_one_is", () => {
    for (const spot of SPOTS) expect(read(address(spot)), address(spot)).toEqual(spot);
  });

  it("leads_to_the_open_issues_when_it_leads_nowhere", () => {
    for (const hash of ["", "#", "#/", "#/nowhere/x", "#/%E0%A4%A"]) expect(read(hash), hash).toEqual(SPOTS[0]);
  });
});
