import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DraftView, SaveDraftArgs } from "./generated/contract";
import { useHost } from "./client";
import { leave, open, resume, unsaved, type Editor } from "./editor.svelte";

const stored: DraftView = {
  id: "d1",
  kind: "reply",
  issue: "i1",
  issue_title: "Test",
  title: "",
  language: "en",
  text: "",
  pictures: [],
  saved: "2020-08-03T07:12:00Z",
  chat: null,
  form: null,
};

/** What the host was asked, and what it answers. */
class Desk {
  calls: string[] = [];
  saves: SaveDraftArgs[] = [];
  full = false;
  gone = false;
  /** What is saved is stored here instead. */
  other: DraftView | undefined;
  /** Holds the next save back until it is called. */
  hold: Promise<void> | undefined;
  /** Holds the answer to "send" back. */
  holdSend: Promise<void> | undefined;

  async call(name: string, args: unknown): Promise<unknown> {
    this.calls.push(name);
    if (name === "new_draft") return stored;
    if (name === "send_draft") await this.holdSend;
    if (name === "send_draft") return { problems: [], operation: { id: "o1" } };
    if (name !== "save_draft") return null;
    if (this.full) throw { code: "storage" };
    if (this.gone) throw { code: "gone" };
    await this.hold;
    if (this.other) return this.other;
    this.saves.push(args as SaveDraftArgs);
    return { ...stored, ...(args as SaveDraftArgs), saved: new Date().toISOString() };
  }
}

describe("an editor", () => {
  let desk: Desk;
  let count = 0;
  const place = () => ({ account: "a1", issue: `i${count}` });
  let editor: Editor;

  beforeEach(() => {
    vi.useFakeTimers();
    desk = new Desk();
    useHost({ call: (name, args) => desk.call(name, args), listen: () => () => undefined, file: (id) => id });
    count += 1;
    editor = open(place(), null);
  });
  afterEach(async () => {
    desk.full = false;
    await leave(editor);
    vi.useRealTimers();
  });

  it("makes_no_draft_before_the_first_word", async () => {
    await vi.advanceTimersByTimeAsync(5000);
    expect(desk.calls).toEqual([]);
  });

  it("saves_within_half_a_second_after_the_last_key", async () => {
    editor.write({ text: "Hej" });
    await vi.advanceTimersByTimeAsync(500);
    expect(desk.saves.map((save) => save.text)).toEqual(["Hej"]);
    expect(editor.saved).not.toBeNull();
  });

  it("saves_within_a_second_while_keys_keep_coming", async () => {
    for (let key = 0; key < 10; key += 1) {
      editor.write({ text: "x".repeat(key + 1) });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(desk.saves.length).toBeGreaterThan(0);
  });

  it("saves_at_once_when_it_is_left", async () => {
    editor.write({ text: "Hej" });
    await leave(editor);
    expect(desk.saves.map((save) => save.text)).toEqual(["Hej"]);
  });

  it("does_not_lose_what_is_typed_while_a_save_is_under_way", async () => {
    let release: () => void = () => undefined;
    desk.hold = new Promise((done) => (release = done));
    editor.write({ text: "one" });
    await vi.advanceTimersByTimeAsync(500);
    editor.write({ text: "one two" });
    release();
    await vi.advanceTimersByTimeAsync(1000);
    expect(editor.text).toBe("one two");
    expect(desk.saves.at(-1)?.text).toBe("one two");
  });

  it("is_not_overwritten_by_what_is_read_while_something_is_unsaved", () => {
    editor.write({ text: "mine" });
    editor.adopt({ ...stored, text: "read" });
    expect(editor.text).toBe("mine");
  });

  it("tells_and_tries_again_when_nothing_can_be_saved", async () => {
    desk.full = true;
    editor.write({ text: "Hej" });
    await vi.advanceTimersByTimeAsync(500);
    expect(editor.problem).toBe("storage");
    desk.full = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(editor.problem).toBeNull();
    expect(desk.saves.map((save) => save.text)).toEqual(["Hej"]);
  });

  it("outlives_its_page_when_its_words_could_not_be_saved", async () => {
    desk.full = true;
    editor.write({ text: "Hej" });
    await leave(editor);
    const again = open(place(), stored);
    expect(again).toBe(editor);
    expect(again.text).toBe("Hej");
  });

  it("hands_what_could_not_be_saved_to_the_next_window", async () => {
    desk.full = true;
    editor.write({ text: "Hej" });
    await leave(editor);
    const [words] = unsaved().filter(({ issue }) => issue === place().issue);
    expect(words).toEqual({ ...place(), draft: "d1", title: "", language: "en", text: "Hej" });
    desk.full = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(unsaved()).toEqual([]);
  });

  it("saves_what_an_earlier_window_could_not_whether_a_page_shows_it_or_not", async () => {
    const words = { ...place(), draft: "d1", title: "", language: "en", text: "Hej" };
    desk.full = true;
    resume(words);
    await vi.advanceTimersByTimeAsync(500);
    expect(open(place(), stored).text).toBe("Hej");
    desk.full = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(desk.saves.map((save) => save.text)).toEqual(["Hej"]);
    expect(unsaved()).toEqual([]);
  });

  it("puts_the_words_of_an_earlier_window_before_those_that_were_begun_meanwhile", async () => {
    editor.write({ text: "sedan" });
    resume({ ...place(), draft: "d1", title: "", language: "en", text: "först" });
    await vi.advanceTimersByTimeAsync(500);
    expect(desk.saves.at(-1)?.text).toBe("först\n\nsedan");
  });

  it("stores_the_last_words_before_it_sends_and_is_empty_afterwards", async () => {
    editor.write({ text: "Hej" });
    const sent = await editor.send();
    expect(sent).not.toBeNull();
    expect(desk.calls).toEqual(["new_draft", "save_draft", "send_draft"]);
    expect(editor.text).toBe("");
    expect(editor.id).toBeNull();
  });

  describe("on its way into the outbox", () => {
    /** Presses "send" and gives the moment in which the answer has not come yet. */
    async function whileSending(late: () => void): Promise<void> {
      let release: () => void = () => undefined;
      desk.holdSend = new Promise((done) => (release = done));
      editor.write({ text: "Hej" });
      const sent = editor.send();
      await vi.advanceTimersByTimeAsync(0);
      late();
      await vi.advanceTimersByTimeAsync(5000);
      release();
      expect(await sent).not.toBeNull();
      await vi.advanceTimersByTimeAsync(1000);
    }

    it("begins_the_next_draft_with_the_keys_that_came_late", async () => {
      await whileSending(() => editor.write({ text: "Hej och tack" }));
      expect(editor.text).toBe(" och tack");
      expect(desk.saves.map((save) => save.text)).toEqual(["Hej", " och tack"]);
      expect(desk.calls.filter((name) => name === "new_draft")).toHaveLength(2);
    });

    it("keeps_all_of_a_text_that_was_changed_in_the_middle", async () => {
      await whileSending(() => editor.write({ text: "Nej" }));
      expect(editor.text).toBe("Nej");
    });

    it("makes_no_draft_of_keys_that_say_nothing", async () => {
      await whileSending(() => editor.write({ text: "Hej\n" }));
      expect(editor.text).toBe("");
      expect(desk.calls.filter((name) => name === "new_draft")).toHaveLength(1);
    });
  });

  it("goes_on_in_a_draft_of_its_own_when_the_old_one_was_sent_or_deleted_elsewhere", async () => {
    editor.write({ text: "Hej" });
    await vi.advanceTimersByTimeAsync(500);
    desk.gone = true;
    editor.write({ text: "Hej och tack" });
    await vi.advanceTimersByTimeAsync(500);
    desk.gone = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(desk.calls.filter((name) => name === "new_draft")).toHaveLength(2);
    expect(desk.saves.at(-1)?.text).toBe("Hej och tack");
    expect(editor.problem).toBeNull();
  });

  it("goes_on_with_the_draft_that_was_saved_into", async () => {
    editor.write({ text: "Hej" });
    await vi.advanceTimersByTimeAsync(500);
    desk.other = { ...stored, id: "d2", text: " och tack" };
    editor.write({ text: "Hej och tack" });
    await vi.advanceTimersByTimeAsync(500);
    expect(editor.id).toBe("d2");
    expect(editor.text).toBe(" och tack");
  });

  it("deletes_a_draft_that_is_left_blank", async () => {
    editor.write({ text: "Hej" });
    await vi.advanceTimersByTimeAsync(500);
    editor.write({ text: "" });
    await leave(editor);
    expect(desk.calls.at(-1)).toBe("delete_draft");
  });
});
