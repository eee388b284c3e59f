import { describe, expect, it } from "vitest";
import { withSentence } from "./ask-time";

describe("asking for time", () => {
  it("is_written_behind_what_stands_there", () => {
    expect(withSentence(" \n", "By Monday.", null)).toBe("By Monday.");
    expect(withSentence("Hi Noor, \n", "By Monday.", null)).toBe("Hi Noor,\n\nBy Monday.");
  });

  it("takes_the_place_of_what_was_asked_before", () => {
    expect(withSentence("Hi.\n\nBy Monday. Sorry!", "By $&Tuesday.", "By Monday.")).toBe("Hi.\n\nBy $&Tuesday. Sorry!");
    expect(withSentence("Rewritten.", "By Tuesday.", "By Monday.")).toBe("Rewritten.\n\nBy Tuesday.");
  });
});
