import { describe, expect, it } from "vitest";
import { Failed } from "./client";
import { Query, allStale, follow, stale } from "./query.svelte";

/** A read whose answers are given by hand. */
function asked() {
  const waiting: { answer: (value: string) => void; fail: () => void }[] = [];
  const read = () =>
    new Promise<string>((answer, fail) => waiting.push({ answer, fail: () => fail(new Failed("unreachable")) }));
  return { waiting, read };
}

const settled = () => new Promise((done) => setTimeout(done));

describe("a query", () => {
  it("keeps_the_old_answer_while_it_reads_again", async () => {
    const { waiting, read } = asked();
    const query = new Query<string>(["issues"]);
    query.aim("keeps", read);
    waiting[0]?.answer("old");
    await settled();
    query.readAgain();
    expect(query.data).toBe("old");
    waiting[1]?.answer("new");
    await settled();
    expect(query.data).toBe("new");
  });

  it("keeps_the_old_answer_when_reading_fails", async () => {
    const { waiting, read } = asked();
    const query = new Query<string>(["issues"]);
    query.aim("fails", read);
    waiting[0]?.answer("old");
    await settled();
    query.readAgain();
    waiting[1]?.fail();
    await settled();
    expect(query.data).toBe("old");
    expect(query.problem).toBe("unreachable");
  });

  it("reads_once_more_when_it_went_stale_while_reading_and_never_twice_at_a_time", async () => {
    const { waiting, read } = asked();
    const query = new Query<string>(["issues"]);
    query.aim("again", read);
    query.readAgain();
    query.readAgain();
    expect(waiting).toHaveLength(1);
    waiting[0]?.answer("first");
    await settled();
    expect(waiting).toHaveLength(2);
    waiting[1]?.answer("second");
    await settled();
    expect(waiting).toHaveLength(2);
    expect(query.data).toBe("second");
  });

  it("does_not_show_a_late_answer_to_earlier_arguments", async () => {
    const one = asked();
    const two = asked();
    const query = new Query<string>([]);
    query.aim("one", one.read);
    query.aim("two", two.read);
    two.waiting[0]?.answer("two");
    await settled();
    one.waiting[0]?.answer("one");
    await settled();
    expect(query.data).toBe("two");
  });

  it("has_the_last_answer_at_once_when_the_member_comes_back", async () => {
    const { waiting, read } = asked();
    const query = new Query<string>([]);
    query.aim("here", read);
    waiting[0]?.answer("known");
    await settled();
    query.aim("elsewhere", read);
    expect(query.data).toBeUndefined();
    query.aim("here", read);
    expect(query.data).toBe("known");
  });

  it("is_read_again_only_for_its_own_tags_and_when_events_were_missed", async () => {
    const { waiting, read } = asked();
    const query = new Query<string>(["issues", "outbox"]);
    const end = follow(query);
    query.aim("tags", read);
    waiting[0]?.answer("a");
    await settled();
    stale(["settings"]);
    expect(waiting).toHaveLength(1);
    stale(["outbox", "drafts"]);
    expect(waiting).toHaveLength(2);
    waiting[1]?.answer("b");
    await settled();
    allStale();
    expect(waiting).toHaveLength(3);
    end();
    waiting[2]?.answer("c");
    await settled();
    stale(["issues"]);
    expect(waiting).toHaveLength(3);
  });
});
