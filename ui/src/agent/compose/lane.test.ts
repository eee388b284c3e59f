import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refusal, type Reason } from "../desk/refusal";
import { Lane, type Line } from "./lane.svelte";

/** A desk that answers each line with what is next; null: it takes the line. */
function desk(...answers: (Reason | null)[]) {
  const heard: { text: string; key: string }[] = [];
  const say = (line: Line) => {
    heard.push({ text: line.text, key: line.key });
    const refused = answers.shift() ?? null;
    return refused === null ? Promise.resolve() : Promise.reject(new Refusal(refused));
  };
  return { heard, say };
}

const texts = (heard: { text: string }[]) => heard.map(({ text }) => text);

describe("a lane", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const settled = () => vi.advanceTimersByTimeAsync(0);

  it("sends_one_line_after_the_other", async () => {
    const { heard, say } = desk();
    const lane = new Lane();
    lane.serve(say);
    lane.add("one", []);
    lane.add("two", []);
    await settled();
    expect(texts(heard)).toEqual(["one", "two"]);
    expect(lane.lines).toEqual([]);
  });

  it("tries_the_same_line_again_under_the_same_key_and_lets_none_pass_it", async () => {
    const { heard, say } = desk("unreachable", "fault", null, null);
    const lane = new Lane();
    lane.serve(say);
    lane.add("one", []);
    lane.add("two", []);
    await settled();
    expect(lane.lines[0]?.state).toBe("waiting");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(texts(heard)).toEqual(["one", "one", "one", "two"]);
    expect(new Set(heard.map(({ key }) => key)).size).toBe(2);
    expect(lane.lines).toEqual([]);
  });

  it("holds_at_a_refusal_until_somebody_decides", async () => {
    const { heard, say } = desk("chat_ended", null);
    const lane = new Lane();
    lane.serve(say);
    lane.add("late", []);
    lane.add("next", []);
    await vi.advanceTimersByTimeAsync(600_000);
    const [line] = lane.lines;
    if (!line) throw new Error("the line is gone");
    expect(line.state).toBe("refused");
    expect(texts(heard)).toEqual(["late"]);
    expect(lane.takeBack(line).text).toBe("late");
    await settled();
    expect(texts(heard)).toEqual(["late", "next"]);
  });

  it("rests_while_nobody_is_signed_in_and_loses_nothing", async () => {
    const { heard, say } = desk("signed_out", null);
    const lane = new Lane();
    const rest = lane.serve(say);
    lane.add("one", []);
    await vi.advanceTimersByTimeAsync(600_000);
    rest();
    expect(texts(heard)).toEqual(["one"]);
    expect(lane.lines).toHaveLength(1);
    lane.serve(say);
    await settled();
    expect(texts(heard)).toEqual(["one", "one"]);
    expect(lane.lines).toEqual([]);
  });
});
