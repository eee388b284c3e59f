import { expect, test } from "vitest";
import { following, place } from "./walk";

const walk = { account: "a", issues: ["1", "2", "3"] };

test("each issue has its place, and another has none", () => {
  expect(["1", "3", "4", null].map((issue) => place(walk, issue))).toEqual([1, 3, null, null]);
});

test("the next is the next that still waits, and never one before", () => {
  expect(following(walk, "1", ["1", "2", "3"])).toBe("2");
  expect(following(walk, "1", ["3"])).toBe("3");
  expect(following(walk, "2", ["1", "2"])).toBeNull();
  expect(following(walk, "3", ["1", "2", "3"])).toBeNull();
});
