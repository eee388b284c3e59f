/**
 * Drafts while they are being written. The window's text is the truth until it is saved; nothing that is read
 * meanwhile overwrites it, and an editor with unsaved words outlives the page it was on.
 */

import { call, codeOf } from "./client";
import type {
  ChatFormView,
  DraftView,
  ErrorCode,
  FieldProblemView,
  OperationView,
  PictureView,
  RefusedFile,
  UnsavedWords,
} from "./generated/contract";
import { asks, make, many, same, type Place } from "./place";

/** Saved so long after the last key. */
const REST_MS = 350;
/** Saved at the latest so long after the first unsaved key. */
const LATEST_MS = 900;
/** Tried again so long after a failed save. */
const RETRY_MS = 4000;

/** The words of a draft; the form's are a question's alone. */
interface Words {
  title: string;
  language: string;
  text: string;
  name: string;
  email: string;
  member_id: string;
  topic: string;
}

/** The words when "send" was pressed, and how many changes there had been. */
interface Pressed extends Words {
  typed: number;
}

/** One draft being written. */
export class Editor {
  id = $state<string | null>(null);
  title = $state("");
  language = $state("");
  text = $state("");
  name = $state("");
  email = $state("");
  member_id = $state("");
  topic = $state("");
  pictures = $state.raw<readonly PictureView[]>([]);
  refused = $state.raw<readonly RefusedFile[]>([]);
  problems = $state.raw<readonly FieldProblemView[]>([]);
  /** When it was saved last; null while there is something to save. */
  saved = $state<string | null>(null);
  problem = $state<ErrorCode | null>(null);
  busy = $state<"picking" | "sending" | null>(null);
  /** The member chose the language, or comes back to words that have one: nothing else changes it. */
  chosen = $state(false);
  /** How often the words have come to rest, to be saved: what looks at them looks then, not at each key. */
  rests = $state(0);

  #typed = 0;
  #stored = 0;
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<boolean> | undefined;
  #making: Promise<string> | undefined;
  /** While it is being sent: nothing is saved meanwhile, because what is typed now belongs to the next draft. */
  #leaving: Promise<OperationView | null> | undefined;
  /** Drafts that were sent or deleted: what was read before that may still name them. */
  readonly #gone = new Set<string>();

  constructor(public place: Place) {}

  /** Takes over what was read, if nothing is being written here yet. */
  offer(draft: DraftView): void {
    if (this.id === null && this.blank && !this.unsaved && !this.#gone.has(draft.id)) this.adopt(draft);
  }

  /** Takes over what is stored, unless something unsaved is here. */
  adopt(draft: DraftView): void {
    this.#gone.delete(draft.id);
    this.id = draft.id;
    this.pictures = draft.pictures;
    if (this.unsaved) return;
    this.title = draft.title;
    this.language = draft.language;
    this.text = draft.text;
    if (draft.form) this.#fill(draft.form);
    this.saved = draft.saved;
    this.chosen = !this.blank;
  }

  /** What is known of who asks, as long as nothing was written here. */
  prefill(form: ChatFormView): void {
    if (this.id === null && !this.unsaved) this.#fill(form);
  }

  #fill(form: ChatFormView): void {
    const { name, email, member_id, topic } = form;
    Object.assign(this, { name, email, member_id: member_id ?? "", topic: topic ?? "" });
  }

  get unsaved(): boolean {
    return this.#typed !== this.#stored;
  }

  get blank(): boolean {
    return this.title.trim() === "" && this.text.trim() === "" && this.pictures.length === 0;
  }

  /** The member wrote. */
  write(words: Partial<Words>): void {
    Object.assign(this, words);
    this.#typed += 1;
    this.saved = null;
    this.problems = this.problems.filter((told) => !(told.field in words));
    if (this.#since === 0) this.#since = Date.now();
    this.#plan(Math.max(0, Math.min(REST_MS, this.#since + LATEST_MS - Date.now())));
  }

  /** Saves now what is unsaved; whether everything is stored. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#leaving?.catch(() => undefined);
    while (this.unsaved) {
      this.#saving ??= this.#save().finally(() => (this.#saving = undefined));
      if (!(await this.#saving)) return false;
    }
    return true;
  }

  /** Lets the member choose pictures. */
  async pick(): Promise<void> {
    if (this.busy) return;
    this.busy = "picking";
    await this.#attempt(async () => {
      const draft = await this.#ensure();
      const picked = await call("pick_pictures", { draft });
      this.pictures = picked.draft.pictures;
      if (!this.unsaved) this.saved = picked.draft.saved;
      this.refused = picked.refused;
      this.problems = this.problems.filter((told) => told.field !== "pictures");
    });
    this.busy = null;
  }

  async remove(picture: string): Promise<void> {
    const draft = this.id;
    if (draft === null) return;
    await this.#attempt(async () => {
      this.pictures = (await call("remove_picture", { draft, picture })).pictures;
    });
  }

  /** Sends it. The operation when it is in the outbox; null when something is to be seen to first. */
  async send(): Promise<OperationView | null> {
    if (this.busy) return null;
    this.busy = "sending";
    let sent: OperationView | null = null;
    await this.#attempt(async () => {
      this.#leaving = this.#sendOff();
      sent = await this.#leaving.finally(() => (this.#leaving = undefined));
    });
    this.busy = null;
    return sent;
  }

  /** Moves the words as they were when "send" was pressed into the outbox. */
  async #sendOff(): Promise<OperationView | null> {
    let pressed = this.#pressed();
    const draft = await this.#ensure();
    // Words of an earlier time may have been found with the draft; those go, too.
    if (pressed.typed === this.#typed) pressed = this.#pressed();
    await this.#saving;
    if (this.#stored < pressed.typed) {
      await this.#store(draft, pressed);
      this.#stored = pressed.typed;
      this.#since = 0;
    }
    const answer = await call("send_draft", { draft });
    this.problems = answer.problems;
    if (answer.operation) this.#goOn(pressed);
    return answer.operation;
  }

  #lose(draft: string): void {
    this.#gone.add(draft);
    if (this.id === draft) this.id = null;
    this.#making = undefined;
  }

  #pressed(): Pressed {
    const { title, language, text, name, email, member_id, topic } = this;
    return { title, language, text, name, email, member_id, topic, typed: this.#typed };
  }

  #store(draft: string, words: Words): Promise<DraftView> {
    const { title, language, text } = words;
    if (!asks(this.place)) return call("save_draft", { draft, title, language, text });
    return call("save_question", { draft, text, language, form: formOf(words) });
  }

  /** After "send": what was typed while the draft was on its way into the outbox begins the next one. */
  #goOn(pressed: Pressed): void {
    const late = this.#typed !== pressed.typed;
    const rest = { title: after(pressed.title, this.title), text: after(pressed.text, this.text) };
    this.#empty();
    if (late && (rest.title + rest.text).trim() !== "") this.write(rest);
  }

  /** Makes a new issue's draft of a question, with every word and picture. Null: it could not be done, or there is nothing. */
  async toIssue(): Promise<DraftView | null> {
    if (this.busy || !(await this.flush()) || this.id === null) return null;
    const { account } = this.place;
    const draft = this.id;
    let made: DraftView | null = null;
    this.busy = "sending";
    await this.#attempt(async () => {
      made = await call("question_to_issue", { account, draft, chat: null });
      this.#empty();
    });
    this.busy = null;
    return made;
  }

  /** Throws it away. */
  async discard(): Promise<void> {
    await this.flush();
    const draft = this.id;
    this.#empty();
    if (draft !== null) await this.#attempt(async () => void (await call("delete_draft", { draft })));
  }

  #empty(): void {
    clearTimeout(this.#timer);
    if (this.id !== null) this.#gone.add(this.id);
    this.#stored = this.#typed;
    this.#since = 0;
    this.#making = undefined;
    Object.assign(this, { id: null, title: "", text: "", pictures: [], refused: [], saved: null, problem: null, chosen: false });
  }

  #plan(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  async #save(): Promise<boolean> {
    const version = this.#typed;
    this.#since = 0;
    this.rests += 1;
    const stored = await this.#attempt(async () => {
      const draft = await this.#ensure();
      const answer = await this.#store(draft, this).catch((cause: unknown) => {
        // Sent or deleted elsewhere: what stands here goes into a draft of its own at the next try.
        if (codeOf(cause) === "gone") this.#lose(draft);
        throw cause;
      });
      this.#stored = version;
      // What was typed after it was sent from elsewhere is another draft's.
      if (answer.id !== draft) this.adopt(answer);
      else if (!this.unsaved) this.saved = answer.saved;
    });
    if (!stored) this.#plan(RETRY_MS);
    return stored;
  }

  /** The draft's name; made once, with the first word or picture. */
  #ensure(): Promise<string> {
    if (this.id !== null) return Promise.resolve(this.id);
    this.#making ??= make(this.place)
      .then((draft) => {
        this.id = draft.id;
        this.language ||= draft.language;
        this.pictures = draft.pictures;
        // A reply's draft is found again: words of an earlier time that were not read yet must not be overwritten.
        if (draft.text !== "" && draft.text !== this.text) this.text = `${draft.text}\n\n${this.text}`;
        return draft.id;
      })
      .finally(() => (this.#making = undefined));
    return this.#making;
  }

  async #attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.problem = null;
      return true;
    } catch (cause) {
      this.problem = codeOf(cause);
      return false;
    }
  }
}

/** Who asks. */
function formOf({ name, email, member_id, topic }: Words): ChatFormView {
  return { name, email, member_id: member_id || null, topic: topic || null };
}

/** What of a text was not there before: its end where it only grew, all of it where it was changed. */
function after(before: string, now: string): string {
  return now.startsWith(before) ? now.slice(before.length) : now;
}

/** How many pages show an editor; one that nobody shows goes away once it is saved. */
const editors = new Map<Editor, number>();

function find(place: Place, draft: string | null): Editor | undefined {
  for (const editor of editors.keys()) {
    if (same(editor.place, place) && (!many(place) || editor.id === draft)) return editor;
  }
  return undefined;
}

/** The editor of a place: the one that still has unsaved words, or a new one with what is stored. */
export function open(place: Place, stored: DraftView | null): Editor {
  const editor = find(place, stored?.id ?? null) ?? new Editor(place);
  editors.set(editor, (editors.get(editor) ?? 0) + 1);
  if (stored?.id === editor.id && stored) editor.adopt(stored);
  else if (stored) editor.offer(stored);
  return editor;
}

/** The page of an editor was left: saves, deletes what is blank, and lets go of it once nothing is unsaved. */
export async function leave(editor: Editor): Promise<void> {
  editors.set(editor, (editors.get(editor) ?? 1) - 1);
  const stored = await editor.flush();
  if (!stored || editors.get(editor) !== 0) return;
  // A question without words may still have a corrected address in its form.
  if (editor.blank && editor.id !== null && !asks(editor.place)) await editor.discard();
  if (editors.get(editor) === 0) editors.delete(editor);
}

/** Something else made or changed a draft (*take back*): an editor on the page takes it over. */
export function adopted(place: Place, draft: DraftView): void {
  find(place, draft.id)?.adopt(draft);
}

/** Saves everything that is unsaved, before something reads or sends it, and when the window goes away; whether all is stored. */
export async function settle(): Promise<boolean> {
  return (await Promise.all([...editors.keys()].map((editor) => editor.flush()))).every(Boolean);
}

/** What could not be saved. */
export function unsaved(): UnsavedWords[] {
  return [...editors.keys()]
    .filter((editor) => editor.unsaved && !editor.blank)
    .map((editor) => {
      const { place, id: draft, title, language, text } = editor;
      const form = asks(place) ? formOf(editor) : null;
      return { issue: null, chat: null, ...place, form, draft, title, language, text };
    });
}

/** Takes over what an earlier window could not save; it is saved as soon as that can be, whether a page shows it or not. */
export function resume({ account, issue, chat, form, draft, title, language, text }: UnsavedWords): void {
  const place = form !== null || chat !== null ? { account, chat } : { account, issue };
  const editor = find(place, draft) ?? new Editor(place);
  editors.set(editor, (editors.get(editor) ?? 0) + 1);
  editor.id ??= draft;
  editor.chosen ||= language !== "";
  // The member may have begun to write before this was read.
  const begun = editor.unsaved && editor.text.trim() !== "";
  editor.write({
    title: title || editor.title,
    language: language || editor.language,
    text: begun ? `${text}\n\n${editor.text}` : text,
    ...(form && { ...form, member_id: form.member_id ?? "", topic: form.topic ?? "" }),
  });
  void leave(editor);
}
