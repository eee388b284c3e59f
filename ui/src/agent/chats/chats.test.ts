import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "../desk/session.svelte";
import type { Chat, ChatLists as Read, Message } from "../desk/wire-chats";
import { ChatLists, newcomers } from "./lists.svelte";
import { merged, Talk, unbroken } from "./talk.svelte";
import { TypingSign } from "./typing";

const chat = (id: string, last: { order: number; side: "member" | "agent" } | null = null) =>
  ({
    id,
    last_message: last && { order: last.order, author: { name: "x", side: last.side }, at: "", text: "" },
  }) as Chat;
const message = (order: number, text = "") => ({ id: `m${order}`, order, text }) as Message;

/** A desk that answers each path with what is next. */
function asking(...answers: unknown[]) {
  const paths: string[] = [];
  const ask = (path: string) => {
    paths.push(path);
    return Promise.resolve(answers.shift());
  };
  return { paths, session: { ask } as unknown as Session };
}

const settled = () => new Promise((done) => setTimeout(done));

describe("the lists of chats", () => {
  const lists = (waiting: Chat[], mine: Chat[] = []): Read => ({ waiting, mine, active: [] });

  it("tell_who_has_come_to_wait_once", async () => {
    const { session } = asking(lists([chat("a")]), lists([chat("a"), chat("b")]), lists([chat("b")]));
    const told: string[] = [];
    const chats = new ChatLists(session, (come, waiting) => told.push(`${come.map(({ id }) => id).join()} of ${waiting}`));
    for (let time = 0; time < 3; time++) {
      chats.readAgain();
      await settled();
    }
    expect(told).toEqual(["a of 1", "b of 2"]);
    expect(newcomers([chat("a")], new Set(["a"]))).toEqual([]);
  });

  it("mark_what_a_member_wrote_until_it_was_seen", async () => {
    const mine = [chat("a", { order: 3, side: "member" }), chat("b", { order: 2, side: "agent" })];
    const { session } = asking(lists([], mine), lists([], [chat("a", { order: 4, side: "member" })]));
    const chats = new ChatLists(session, () => undefined);
    chats.readAgain();
    await settled();
    expect(chats.unread).toBe(1);
    chats.saw("a", 3);
    expect(chats.unread).toBe(0);
    chats.readAgain();
    await settled();
    expect(chats.unread).toBe(1);
  });
});

describe("a talk", () => {
  it("keeps_the_desks_order_and_each_message_once", () => {
    expect(merged([message(1), message(3)], [message(2), message(3, "as the desk has it")])).toEqual([
      message(1),
      message(2),
      message(3, "as the desk has it"),
    ]);
    expect(unbroken([message(1), message(2), message(4)])).toBe(2);
    expect(unbroken([message(2)])).toBe(0);
  });

  it("reads_on_from_where_nothing_is_missing", async () => {
    const { session, paths } = asking(
      { chat: chat("c"), messages: [message(1), message(2)], more: true },
      { chat: chat("c"), messages: [message(3)], more: false },
      { chat: chat("c"), messages: [message(4), message(5)], more: false },
    );
    const talk = new Talk(session, "c", () => undefined);
    talk.readAgain();
    await settled();
    talk.took(chat("c"), message(5));
    talk.readAgain();
    await settled();
    expect(paths.map((path) => path.split("after=")[1])).toEqual(["0", "2", "3"]);
    expect(talk.messages.map(({ order }) => order)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("the sign that one is typing", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is_told_at_once_repeated_and_ended", () => {
    const told: boolean[] = [];
    const sign = new TypingSign((typing) => told.push(typing));
    for (let key = 0; key < 40; key++) {
      sign.typed("x");
      vi.advanceTimersByTime(100);
    }
    expect(told).toEqual([true, true]);
    vi.advanceTimersByTime(4_000);
    expect(told).toEqual([true, true, false]);
    sign.typed("xy");
    sign.typed("");
    expect(told).toEqual([true, true, false, true, false]);
    sign.stop();
    expect(told).toHaveLength(5);
  });
});
