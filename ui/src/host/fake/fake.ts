/**
 * A host without a core, for looking at pages: `npm run dev`, then `/?fake`, `/?fake=offline&lang=sv`. It is never
 * part of a build, and it is no test double: what it answers is only meant to be looked at.
 */

import type { DraftView, Event, IssuesArgs, SaveDraftArgs } from "../../api/generated/contract";
import type { Host } from "../host";
import { detect, FakeChat } from "./chat";
import * as data from "./data";

const PAGE_MS = 60;

export function fakeHost(): Host {
  const query = new URLSearchParams(location.search);
  const state = query.get("fake") ?? "";
  const start = data.start(state, query.get("lang") ?? "en");
  const drafts = new Map<string, DraftView>();
  const laters = new Map<string, string>();
  let pausedUntil: string | null = null;
  let heard: (event: Event) => void = () => undefined;
  let made = 0;

  function newDraft(issue: string | null): DraftView {
    const row = data.rows(state).find((row) => row.id === issue);
    const draft: DraftView = {
      id: `d${++made}`,
      kind: issue === null ? "submit" : "reply",
      issue,
      issue_title: row?.title ?? null,
      chat: null,
      form: null,
      title: "",
      language: start.language,
      text: "",
      pictures: [],
      saved: new Date().toISOString(),
    };
    drafts.set(draft.id, draft);
    return draft;
  }

  const chat = new FakeChat(state, () => heard({ event: "stale", tags: ["chats"] }));
  const first = newDraft(null);
  Object.assign(first, { title: "kan inte logga in", text: "Efter lösenordet kommer sidan tillbaka.", language: "sv" });

  function draftOf(args: { draft: string }): DraftView {
    return drafts.get(args.draft) ?? newDraft(null);
  }

  function pick(draft: DraftView): DraftView {
    const id = `n${++made}`;
    const picture = { id, name: "Skärmbild 1.png", bytes: 214_000, width: 1280, height: 800, thumb: id, full: id };
    draft.pictures = [...draft.pictures, picture];
    return draft;
  }

  function issue(id: string): unknown {
    const row = data.rows(state).find((row) => row.id === id);
    if (!row) return fail("gone");
    const sending = data.operations(state).filter((operation) => operation.issue === id);
    return {
      row,
      language: "Svenska",
      asker: row.status === "awaiting" ? row.last_author : null,
      may_reply: row.status !== "closed" && !row.vanished,
      may_attach: true,
      entries: data.entries(row),
      loaded: true,
      problem: state === "offline" ? "unreachable" : null,
      sending,
      draft: [...drafts.values()].find((draft) => draft.issue === id) ?? null,
      later: laters.get(id) ?? null,
      ask_time: row.status === "awaiting" && !row.vanished ? ["2026-11-30", "2026-12-01", "2026-12-02"] : [],
    };
  }

  function later(issue: string, at: string | null): void {
    if (at === null) laters.delete(issue);
    else laters.set(issue, at);
    heard({ event: "stale", tags: ["issues"] });
  }

  function page({ list, after, limit }: IssuesArgs): unknown {
    const all = state === "empty" || state === "offline-empty" ? [] : data.rows(state).filter((row) => row.status === list);
    const from = Number(after ?? 0);
    const next = from + limit < all.length ? String(from + limit) : null;
    return { rows: all.slice(from, from + limit), next, total: all.length, freshness: data.account(state).freshness };
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what it looks like is decided by the contract, not here
  const answers: Record<string, (args: any) => unknown> = {
    start: () => start,
    accounts: () => start.accounts,
    settings: () => start.settings,
    change_settings: (args) => {
      start.settings = args;
      start.language = args.language ?? "en";
      start.locale = start.language === "sv" ? "sv-SE" : "en-GB";
      heard({ event: "stale", tags: ["settings"] });
      return args;
    },
    later: ({ issue, at }) => later(issue, at ?? inHours(1)),
    cancel_later: ({ issue }) => later(issue, null),
    briefing: () => null,
    close_briefing: () => null,
    history: () => ({ rows: [], next: null }),
    paused: () => ({ until: pausedUntil }),
    pause: ({ length }) => {
      pausedUntil = length === "over" ? null : inHours(length === "hour" ? 1 : 15);
      return { until: pausedUntil };
    },
    try_built_in: () => ({ address: "http://127.0.0.1:4711", user_name: "elsa", password: "elsa-demo" }),
    find_desk: ({ address }) =>
      address.includes("nowhere") ? fail("unreachable") : { name: "Technical Issues", address, password_page: true },
    sign_in: ({ password }) => {
      if (password !== "elsa-demo") return fail("wrong_password");
      start.accounts = [data.account(state)];
      return start.accounts[0];
    },
    sign_out: () => {
      start.accounts = [];
      return { done: true, left: [] };
    },
    issues: page,
    issue: (args) => issue(args.issue),
    ask_for_time: ({ day }) => ({ text: `Jag svarar senast ${day}.`, language: "Svenska" }),
    unsent: () => ({ drafts: [...drafts.values()], operations: data.operations(state) }),
    new_draft: (args) => [...drafts.values()].find((draft) => args.issue && draft.issue === args.issue) ?? newDraft(args.issue),
    draft: draftOf,
    save_draft: (args: SaveDraftArgs) =>
      Object.assign(draftOf(args), { title: args.title, language: args.language, text: args.text, saved: new Date().toISOString() }),
    delete_draft: (args) => {
      drafts.delete(args.draft);
      heard({ event: "stale", tags: ["drafts"] });
      return null;
    },
    pick_pictures: (args) => ({
      draft: pick(draftOf(args)),
      refused: [{ name: "faktura.pdf", problem: "not_a_picture" }],
    }),
    remove_picture: (args) => {
      const draft = draftOf(args);
      draft.pictures = draft.pictures.filter((picture) => picture.id !== args.picture);
      return draft;
    },
    send_draft: (args) => {
      const draft = draftOf(args);
      if (draft.kind === "chat" && draft.text) return { problems: [], operation: { id: chat.start(draft) } };
      if (draft.kind === "say" && draft.text) return { problems: [], operation: { id: chat.say(draft) } };
      const problems = (["title", "text"] as const)
        .filter((field) => draft[field] === "" && !(draft.kind !== "submit" && field === "title"))
        .map((field) => ({ field, problem: "missing", limit: null, actual: null }));
      if (problems.length > 0) return { problems, operation: null };
      drafts.delete(draft.id);
      return { problems, operation: data.operations(state)[0] };
    },
    chat_desk: () => chat.desk(),
    chats: () => chat.rows(),
    chat: (args) => chat.read(args.chat) ?? fail("gone"),
    new_question: () => {
      const { name, email, member_id } = chat.desk();
      return Object.assign(newDraft(null), { kind: "chat", form: { name, email, member_id, topic: null } });
    },
    new_line: (args) => Object.assign(newDraft(null), { kind: "say", chat: args.chat }),
    save_question: ({ draft, text, language, form }) =>
      Object.assign(draftOf({ draft }), { text, language, form, saved: new Date().toISOString() }),
    question_to_issue: ({ draft }) => Object.assign(draft ? draftOf({ draft }) : first, { kind: "submit", form: null }),
    end_chat: () => chat.end(),
    detect: ({ text }) => detect(text),
    take_back: () => ({ state: "draft", draft: first }),
    search: ({ words }) => data.search(state, words),
    disk: () => ({ state: state === "full" ? "full" : "fine" }),
    take_unsaved: () => ({ words: [], quits: false }),
    take_salvaged: () => (state === "salvaged" ? { drafts: 2, operations: 1, lost: true } : null),
  };

  return {
    async call(name, args) {
      await new Promise((done) => setTimeout(done, PAGE_MS));
      // A real host answers with a copy, too.
      return structuredClone(answers[name]?.(args) ?? null);
    },
    listen(listener) {
      heard = listener;
      return () => undefined;
    },
    file: (id) =>
      `data:image/svg+xml,${encodeURIComponent(
        `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#9cc3ff"/><stop offset="1" stop-color="#6fc7c4"/></linearGradient></defs><rect width="1280" height="800" fill="url(#g)"/><text x="80" y="160" font-size="80">${id}</text></svg>`,
      )}`,
  };
}

function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}

function fail(code: string): never {
  throw { code };
}
