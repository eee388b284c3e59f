import { describe, expect, it } from "vitest";
import type { PiecePart } from "../../api/generated/contract";
import { hasFound, inView } from "./pieces";

const part = (text: string, found = false): PiecePart => ({ text, found });
const text = (parts: PiecePart[]) => parts.map((one) => (one.found ? `[${one.text}]` : one.text)).join("");

describe("a found text", () => {
  it("stays_as_it_is_when_what_was_found_is_near_its_beginning", () => {
    expect(text(inView([part("Which "), part("browser", true), part(" do you use?")]))).toBe("Which [browser] do you use?");
  });

  it("begins_at_a_word_shortly_before_what_was_found", () => {
    const long = "The page stays white after the login and then nothing happens in my old ";
    expect(text(inView([part(long), part("browser", true), part(".")]))).toBe("…happens in my old [browser].");
  });

  it("is_cut_within_a_word_that_has_no_end", () => {
    expect(text(inView([part("x".repeat(90)), part("browser", true)]))).toBe(`…${"x".repeat(24)}[browser]`);
  });

  it("is_one_line", () => {
    expect(text(inView([part("one\n\n"), part("two", true), part("\tthree")]))).toBe("one [two] three");
  });

  it("is_never_markup", () => {
    expect(inView([part("<b>"), part("bold", true)])).toEqual([part("<b>"), part("bold", true)]);
  });

  it("says_whether_something_in_it_was_looked_for", () => {
    expect(hasFound([part("commission "), part("report", true)])).toBe(true);
    expect(hasFound([part("commission report")])).toBe(false);
    expect(hasFound([])).toBe(false);
  });
});
