import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useHost } from "../../api/client";
import type { HitView, SearchView } from "../../api/generated/contract";
import { Search } from "./search.svelte";

const hit = (title: string): HitView => ({
  kind: "issue",
  id: title,
  issue: null,
  number: "1",
  title: [{ text: title, found: true }],
  status: "open",
  opened: null,
  closed: null,
  vanished: false,
  piece: [],
});

/** A desk whose answers are given by hand. */
class Desk {
  asked: { words: string; answer: (...titles: string[]) => void; fail: () => void }[] = [];

  call(_name: string, args: unknown): Promise<SearchView> {
    const { words } = args as { words: string };
    return new Promise((answer, fail) =>
      this.asked.push({
        words,
        answer: (...titles) => answer({ hits: titles.map(hit), more: false }),
        fail: () => fail({ code: "storage" }),
      }),
    );
  }
}

describe("a search", () => {
  let desk: Desk;
  let search: Search;
  const titles = () => search.found?.hits.map((one) => one.id);
  const moment = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    vi.useFakeTimers();
    desk = new Desk();
    useHost({ call: (name, args) => desk.call(name, args), listen: () => () => undefined, file: (id) => id });
    search = new Search("a1");
  });
  afterEach(() => vi.useRealTimers());

  it("asks_at_the_first_letter_and_then_only_when_the_keys_rest", async () => {
    search.want("b");
    expect(desk.asked.map((one) => one.words)).toEqual(["b"]);
    for (const words of ["br", "bro", "brow"]) {
      search.want(words);
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(desk.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(desk.asked.map((one) => one.words)).toEqual(["b", "brow"]);
  });

  it("shows_what_the_newest_words_found_whatever_comes_last", async () => {
    search.want("b");
    search.want("br");
    await vi.advanceTimersByTimeAsync(200);
    desk.asked[1]?.answer("new");
    await moment();
    desk.asked[0]?.answer("old");
    await moment();
    expect(titles()).toEqual(["new"]);
    expect(search.foundFor).toBe("br");
  });

  it("keeps_what_was_found_until_there_is_something_new", async () => {
    search.want("b");
    desk.asked[0]?.answer("one");
    await moment();
    search.want("br");
    await vi.advanceTimersByTimeAsync(200);
    expect(titles()).toEqual(["one"]);
    desk.asked[1]?.answer();
    await moment();
    expect(titles()).toEqual([]);
  });

  it("forgets_when_nothing_is_looked_for_and_does_not_come_back_by_a_late_answer", async () => {
    search.want("b");
    search.want(" ");
    desk.asked[0]?.answer("late");
    await moment();
    expect(titles()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(500);
    expect(desk.asked).toHaveLength(1);
  });

  it("tells_what_is_in_the_way_and_keeps_what_was_found", async () => {
    search.want("b");
    desk.asked[0]?.answer("one");
    await moment();
    search.readAgain();
    desk.asked[1]?.fail();
    await moment();
    expect(search.problem).toBe("storage");
    expect(titles()).toEqual(["one"]);
  });

  it("asks_once_more_when_something_changed_while_it_was_asking", async () => {
    search.want("b");
    search.readAgain();
    search.readAgain();
    expect(desk.asked).toHaveLength(1);
    desk.asked[0]?.answer("one");
    await moment();
    expect(desk.asked).toHaveLength(2);
  });

  it("finds_the_best_for_the_words_as_they_are_and_not_for_earlier_ones", async () => {
    search.want("b");
    desk.asked[0]?.answer("old");
    await moment();
    search.want("brow");
    const best = search.best();
    await moment();
    desk.asked[1]?.answer("browser");
    expect((await best)?.id).toBe("browser");
  });
});
