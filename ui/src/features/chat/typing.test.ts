import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Typing } from "./typing";

describe("typing", () => {
  let told: boolean[];
  let typing: Typing;

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    typing = new Typing((now) => told.push(now));
  });
  afterEach(() => vi.useRealTimers());

  it("is_told_with_the_first_key_and_then_seldom", () => {
    for (let key = 1; key <= 20; key += 1) {
      typing.wrote("x".repeat(key));
      vi.advanceTimersByTime(200);
    }
    expect(told).toEqual([true, true]);
  });

  it("is_over_when_the_keys_rest", () => {
    typing.wrote("Hej");
    vi.advanceTimersByTime(6000);
    expect(told).toEqual([true, false]);
  });

  it("is_over_when_it_was_sent_or_the_field_is_empty_again", () => {
    typing.wrote("Hej");
    typing.stop();
    typing.stop();
    typing.wrote("H");
    typing.wrote(" ");
    expect(told).toEqual([true, false, true, false]);
  });

  it("of_nothing_is_not_told", () => {
    typing.wrote("  ");
    vi.advanceTimersByTime(6000);
    expect(told).toEqual([]);
  });
});
