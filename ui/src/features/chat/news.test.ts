import { describe, expect, it } from "vitest";
import type { MessageView } from "../../api/generated/contract";
import { goesOn, newest, plain, since, spoken, who } from "./news";

const said: MessageView = {
  id: "m1",
  order: 1,
  side: "agent",
  name: "Maja",
  at: "2026-11-27T09:00:00Z",
  kind: "text",
  parts: [{ kind: "text", text: "Hej", href: null }],
  attachments: [],
  pictures: [],
  delivery: "delivered",
  operation: null,
  problem: null,
};
const mine: MessageView = { ...said, side: "member", name: "Elsa" };
const sending: MessageView = { ...mine, id: "o1", order: null, delivery: "sending", operation: "o1" };

describe("news of a chat", () => {
  it("are_what_others_said_after_what_was_seen", () => {
    const messages = [said, { ...mine, order: 2 }, { ...said, id: "m3", order: 3 }, sending];
    expect(since(messages, 1).map((message) => message.id)).toEqual(["m3"]);
    expect(newest(messages)).toBe(3);
    expect(newest([sending])).toBe(0);
  });

  it("are_one_turn_when_the_same_person_goes_on_soon", () => {
    const soon = { ...said, id: "m2", at: "2026-11-27T09:04:00Z" };
    expect(goesOn(soon, said)).toBe(true);
    expect(goesOn({ ...soon, at: "2026-11-27T09:06:00Z" }, said)).toBe(false);
    expect(goesOn(soon, undefined)).toBe(false);
    expect(goesOn(mine, said)).toBe(false);
    expect(goesOn({ ...soon, name: "Tom" }, said)).toBe(false);
    expect(goesOn(soon, { ...said, kind: "joined" })).toBe(false);
  });

  it("name_who_took_over", () => {
    const words = [{ kind: "text", text: "Tom", href: null }] as const;
    expect(who({ ...said, kind: "transferred", parts: [...words] }, "Desk")).toBe("Tom");
    expect(who({ ...said, kind: "joined", parts: [] }, "Desk")).toBe("Maja");
    expect(who({ ...said, name: null }, "Desk")).toBe("Desk");
  });

  it("show_the_words_of_whoever_asks_for_an_issue", () => {
    expect(spoken({ ...said, kind: "suggest_issue" })).toBe(true);
    expect(spoken({ ...said, kind: "suggest_issue", parts: [] })).toBe(false);
    expect(spoken({ ...said, kind: "left" })).toBe(false);
  });

  it("are_read_out_with_the_words_of_their_links", () => {
    const link = { kind: "link", text: "https://example.com", href: "https://example.com" } as const;
    expect(plain({ ...said, parts: [...said.parts, link] })).toBe("Hejhttps://example.com");
  });
});
