import { describe, expect, it } from "vitest";
import { admit } from "./attached";

const limits = { file_bytes: 100, files: 2 };
const file = (name: string, size: number) => ({ name, size });

describe("attaching files", () => {
  it("takes_as_many_as_the_desk_does_and_says_which_it_left", () => {
    const { taken, declined } = admit([file("a", 1), file("b", 100), file("c", 1)], 0, limits);
    expect(taken.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(declined).toEqual([{ name: "c", why: "too_many" }]);
    expect(admit([file("d", 1)], 2, limits).declined).toEqual([{ name: "d", why: "too_many" }]);
  });

  it("leaves_what_is_too_large_or_empty_and_keeps_its_place_for_others", () => {
    const { taken, declined } = admit([file("big", 101), file("none", 0), file("a", 5), file("b", 5)], 0, limits);
    expect(taken.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(declined).toEqual([
      { name: "big", why: "too_large" },
      { name: "none", why: "empty" },
    ]);
  });
});
