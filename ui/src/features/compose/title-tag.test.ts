import { beforeEach, describe, expect, it } from "vitest";
import { useHost } from "../../api/client";
import { Editor } from "../../api/editor.svelte";
import type { DetectedView, DraftView } from "../../api/generated/contract";
import { TitleTag } from "./title-tag.svelte";

const taken = [
  { tag: "en", name: "English" },
  { tag: "sv", name: "Svenska" },
];

function found(language: string | null, sure = true): DetectedView {
  return { language, name: null, sure, chat: true };
}

describe("the language of an issue", () => {
  let answer: () => Promise<DetectedView | null>;
  let editor: Editor;
  let tag: TitleTag;

  beforeEach(() => {
    const call = (name: string): Promise<unknown> => (name === "detect" ? answer() : new Promise(() => undefined));
    useHost({ call, listen: () => () => undefined, file: (id) => id });
    answer = () => Promise.resolve(found("sv"));
    editor = new Editor({ account: "a1", issue: null });
    editor.language = "en";
    tag = new TitleTag(editor, () => taken);
    editor.write({ title: "kan inte logga in" });
  });

  it("is written into the tag as long as the member chose none", async () => {
    await tag.look();
    expect(editor.language).toBe("sv");
    expect(tag.other).toBeUndefined();
  });

  it("is a guess too, which is better than none", async () => {
    answer = () => Promise.resolve(found("sv", false));
    await tag.look();
    expect(editor.language).toBe("sv");
  });

  it("never changes what the member chose, and is offered beside it", async () => {
    tag.choose("en");
    await tag.look();
    expect(editor.language).toBe("en");
    expect(tag.other).toEqual({ tag: "sv", name: "Svenska" });
    tag.choose("sv");
    expect(editor.language).toBe("sv");
    expect(tag.other).toBeUndefined();
  });

  it("does not doubt the member when it is not sure, or not taken", async () => {
    tag.choose("en");
    answer = () => Promise.resolve(found("sv", false));
    await tag.look();
    expect(tag.other).toBeUndefined();
    answer = () => Promise.resolve(found("tr"));
    await tag.look();
    expect(tag.other).toBeUndefined();
  });

  it("stays as it is when nothing is claimed, or nobody answers", async () => {
    answer = () => Promise.resolve(found(null, false));
    await tag.look();
    answer = () => Promise.reject(new Error("gone"));
    await tag.look();
    expect(editor.language).toBe("en");
    expect(tag.other).toBeUndefined();
  });

  it("is that of the words there are now", async () => {
    let late: (found: DetectedView) => void = () => undefined;
    answer = () => new Promise((done) => (late = done));
    const first = tag.look();
    answer = () => Promise.resolve(found(null, false));
    const second = tag.look();
    late(found("sv"));
    await Promise.all([first, second]);
    expect(editor.language, "a later look has answered").toBe("en");

    answer = () => new Promise((done) => (late = done));
    const third = tag.look();
    editor.write({ title: "" });
    late(found("sv"));
    await third;
    expect(editor.language, "the words are gone").toBe("en");
  });

  it("of a stored draft is the member's", async () => {
    const stored = { id: "d1", title: "kan inte", language: "en", text: "", pictures: [], saved: "" };
    const again = new Editor({ account: "a1", issue: null });
    again.adopt(stored as unknown as DraftView);
    await new TitleTag(again, () => taken).look();
    expect(again.language).toBe("en");
  });
});
