import { describe, expect, it } from "vitest";
import { EventReader, textOf } from "./events";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("an event stream", () => {
  it("is_read_however_it_is_cut", () => {
    const text = 'event: connected\ndata: {"issues":"å1"}\n\n: still here\n\nevent: chats\r\ndata: {"chat":"c"}\r\n\r\n';
    const expected = [
      { name: "connected", data: { issues: "å1" } },
      { name: "chats", data: { chat: "c" } },
    ];
    const whole = bytes(text);
    for (let size = 1; size <= whole.length; size++) {
      const reader = new EventReader();
      const told = [];
      for (let at = 0; at < whole.length; at += size) told.push(...reader.read(whole.slice(at, at + size)));
      expect(told, `in pieces of ${size}`).toEqual(expected);
    }
  });

  it("keeps_what_is_not_complete", () => {
    const reader = new EventReader();
    expect(reader.read(bytes("event: typing\ndata: {}\n"))).toEqual([]);
    expect(reader.read(bytes("\n"))).toEqual([{ name: "typing", data: {} }]);
  });

  it("does_not_stumble_over_what_is_no_json", () => {
    expect(new EventReader().read(bytes("data: a\ndata: b\n\n"))).toEqual([{ name: "message", data: null }]);
    expect(textOf(null, "chat")).toBeNull();
    expect(textOf({ chat: 1 }, "chat")).toBeNull();
    expect(textOf({ chat: "c" }, "chat")).toBe("c");
  });
});
