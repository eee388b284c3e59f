import { describe, expect, it } from "vitest";
import { allowed, pressed } from "./shortcuts";

const NO_KEYS = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, held: Partial<typeof NO_KEYS> = {}) =>
  pressed({ ...NO_KEYS, ...held, key } as unknown as KeyboardEvent);

describe("a shortcut", () => {
  it.each([
    ["n", { ctrlKey: true }, "Control+N"],
    ["n", { metaKey: true }, "Control+N"],
    ["A", { ctrlKey: true, shiftKey: true }, "Control+Shift+A"],
    ["Enter", { ctrlKey: true }, "Control+Enter"],
    ["1", { ctrlKey: true }, "Control+1"],
    ["?", { shiftKey: true }, "?"],
    ["?", {}, "?"],
    ["r", {}, "r"],
    ["F5", {}, "F5"],
  ])("is_written_as_controls_name_it: %s %o", (key, held, name) => {
    expect(press(key, held)).toBe(name);
  });

  it("without_a_modifier_belongs_to_the_text_while_somebody_writes", () => {
    expect(allowed("r", true)).toBe(false);
    expect(allowed("?", true)).toBe(false);
    expect(allowed("r", false)).toBe(true);
    for (const keys of ["Control+Enter", "Control+Shift+A", "F5", "Escape"]) expect(allowed(keys, true)).toBe(true);
  });
});
