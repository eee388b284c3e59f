import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DraftView, SaveDraftArgs, SaveQuestionArgs } from "./generated/contract";
import { useHost } from "./client";
import { leave, open, resume, unsaved, type Editor } from "./editor.svelte";
import { placeOf } from "./place";

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

const form = { name: "Elsa Lind", email: "elsa@example.com", member_id: null, topic: null };
const question: DraftView = { ...stored, id: "q1", kind: "chat", issue: null, issue_title: null, form };

/** What the host was asked, and what it answers. */
class Desk {
  calls: string[] = [];
  saves: SaveDraftArgs[] = [];
  questions: SaveQuestionArgs[] = [];
  /** What an earlier time left of the question. */
  earlier = "";
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
    if (name === "new_question") return { ...question, text: this.earlier };
    if (name === "new_line") return { ...stored, kind: "say", issue: null, chat: (args as { chat: string }).chat };
    if (name === "question_to_issue") return { ...question, kind: "submit", form: null };
    if (name === "save_question") {
      if (this.full) throw { code: "storage" };
      this.questions.push(args as SaveQuestionArgs);
      return { ...question, text: (args as SaveQuestionArgs).text, saved: new Date().toISOString() };
    }
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
    expect(words).toEqual({ ...place(), chat: null, form: null, draft: "d1", title: "", language: "en", text: "Hej" });
    desk.full = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(unsaved()).toEqual([]);
  });

  it("saves_what_an_earlier_window_could_not_whether_a_page_shows_it_or_not", async () => {
    const words = { ...place(), chat: null, form: null, draft: "d1", title: "", language: "en", text: "Hej" };
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
    resume({ ...place(), chat: null, form: null, draft: "d1", title: "", language: "en", text: "först" });
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

  describe("of a chat", () => {
    it("saves_the_form_with_the_question", async () => {
      const asking = open({ account: `a${count}`, chat: null }, null);
      asking.prefill(form);
      asking.write({ text: "Hello" });
      asking.write({ member_id: "SE-1" });
      await leave(asking);
      expect(desk.questions).toEqual([{ draft: "q1", text: "Hello", language: "en", form: { ...form, member_id: "SE-1" } }]);
    });

    it("hands_a_question_that_could_not_be_saved_to_the_next_window_as_a_question", async () => {
      const place = { account: `a${count}`, chat: null };
      desk.full = true;
      const asking = open(place, null);
      asking.prefill(form);
      asking.write({ text: "Hello", topic: "t1" });
      await leave(asking);
      const [words] = unsaved();
      const asked = { ...form, topic: "t1" };
      expect(words).toEqual({ ...place, issue: null, form: asked, draft: "q1", title: "", language: "en", text: "Hello" });
      desk.full = false;
      await vi.advanceTimersByTimeAsync(5000);
      desk.questions = [];
      if (words) resume(words);
      await vi.advanceTimersByTimeAsync(500);
      expect(desk.questions).toEqual([{ draft: "q1", text: "Hello", language: "en", form: asked }]);
    });

    it("hands_a_line_that_could_not_be_saved_to_the_next_window_as_a_line_of_its_chat", async () => {
      const words = { account: `a${count}`, issue: null, chat: "c1", form: null, draft: null, title: "", language: "", text: "Hello" };
      desk.full = true;
      resume(words);
      await vi.advanceTimersByTimeAsync(500);
      expect(open({ account: words.account, chat: "c1" }, null).text).toBe("Hello");
      expect(unsaved()).toEqual([{ ...words, draft: "d1", language: "en" }]);
      desk.full = false;
      await vi.advanceTimersByTimeAsync(5000);
      expect(desk.saves.map(({ text }) => text)).toEqual(["Hello"]);
    });

    it("keeps_a_question_without_words_for_the_form_it_has", async () => {
      const asking = open({ account: `a${count}`, chat: null }, null);
      asking.write({ email: "new@example.com" });
      await leave(asking);
      expect(desk.calls).toEqual(["new_question", "save_question"]);
    });

    it("does_not_lose_the_question_of_an_earlier_time_that_was_read_late", async () => {
      desk.earlier = "Before.";
      const asking = open({ account: `a${count}`, chat: null }, null);
      asking.write({ text: "After." });
      await leave(asking);
      expect(desk.questions.at(-1)?.text).toBe("Before.\n\nAfter.");
    });

    it("hands_the_question_over_to_a_new_issue_and_is_empty_afterwards", async () => {
      const asking = open({ account: `a${count}`, chat: null }, null);
      asking.write({ text: "Hej" });
      expect((await asking.toIssue())?.kind).toBe("submit");
      expect(desk.calls).toEqual(["new_question", "save_question", "question_to_issue"]);
      expect(asking.blank).toBe(true);
      await leave(asking);
    });

    it("writes_the_next_line_into_the_chat_that_got_its_name_meanwhile", async () => {
      const line = open({ account: `a${count}`, chat: "o1" }, null);
      line.place = { account: `a${count}`, chat: "c1" };
      line.write({ text: "And this" });
      await leave(line);
      expect(desk.calls).toEqual(["new_line", "save_draft"]);
      expect(placeOf("a1", { ...stored, kind: "say", chat: "c1" })).toEqual({ account: "a1", chat: "c1" });
    });
  });

  it("deletes_a_draft_that_is_left_blank", async () => {
    editor.write({ text: "Hej" });
    await vi.advanceTimersByTimeAsync(500);
    editor.write({ text: "" });
    await leave(editor);
    expect(desk.calls.at(-1)).toBe("delete_draft");
  });
});
