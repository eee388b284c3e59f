/** Made-up chats, to look at them without a desk: `?fake=chat-queue`, `chat-talk`, `chat-ended`, `chat-closed`, `chat-full`, ... */

import type {
  ChatDeskView,
  ChatRowView,
  ChatView,
  DetectedView,
  DraftView,
  MessageView,
} from "../../api/generated/contract";
import { account } from "./data";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const JOIN_MS = 6000;
const SAYS_MS = 4000;

const AVAILABILITY: Record<string, ChatDeskView["availability"]> = {
  "chat-closed": "closed",
  "chat-full": "full",
  "chat-none": "none",
  offline: "unknown",
  ended: "unknown",
};

function message(order: number, side: MessageView["side"], text: string, more: Partial<MessageView> = {}): MessageView {
  const name = side === "member" ? "Elsa Lind" : "Maja";
  return {
    id: `m${order}`,
    order,
    side,
    name,
    at: ago(30 - order),
    kind: "text",
    parts: [{ kind: "text", text, href: null }],
    attachments: [],
    pictures: [],
    delivery: "delivered",
    operation: null,
    problem: null,
    ...more,
  };
}

const TALK = [
  message(1, "member", "The shop shows a white page after I press “Process order”."),
  message(2, "agent", "", { kind: "joined" }),
  message(3, "agent", "Hello Elsa! Let us have a look. Which browser do you use?"),
  message(4, "agent", "And could you open this page and tell me what it says?", {
    parts: [
      { kind: "text", text: "And could you open ", href: null },
      { kind: "link", text: "https://shop.example.com/status", href: "https://shop.example.com/status" },
      { kind: "text", text: " and tell me what it says?", href: null },
    ],
  }),
  message(5, "member", "Firefox. It says this:", {
    attachments: [{ name: "Skärmbild 1.png", media_type: "image/png", bytes: 214_000, picture: true, thumb: "p1", full: "p1" }],
  }),
  message(6, "agent", "Thank you, that helps."),
  message(7, "agent", "", { kind: "transferred", parts: [{ kind: "text", text: "Tom", href: null }] }),
  message(8, "agent", "", { kind: "joined", name: "Tom" }),
  message(9, "agent", "Hi, Tom here. I know this one.", { name: "Tom" }),
  message(10, "member", "Good!"),
];

export class FakeChat {
  view: ChatView | null = null;

  constructor(
    private readonly state: string,
    private readonly changed: () => void,
  ) {
    const talk = { agent: "Tom", messages: TALK };
    if (state === "chat-queue") this.view = this.#chat({ state: "waiting", place: 2, wait_seconds: 260, messages: TALK.slice(0, 1) });
    if (state === "chat-talk") this.view = this.#chat({ ...talk, state: "active", agent_typing: true });
    if (state === "chat-suggests") this.view = this.#chat({ ...talk, state: "active", suggests_issue: true });
    if (state === "chat-stuck") {
      const failed = message(0, "member", "Are you still there?", { order: null, id: "o7", delivery: "failed", operation: "o7", problem: "refused" });
      const waits = { ...failed, id: "o8", delivery: "sending", operation: "o8", problem: "unreachable" } as const;
      this.view = this.#chat({ ...talk, state: "active", messages: [...TALK, failed, waits] });
    }
    if (state === "chat-ended") this.view = this.#chat({ ...talk, state: "ended", ended: ago(2), ended_by: "agent" });
    if (state === "chat-timeout") {
      const end = { state: "ended", ended: ago(2), ended_by: "queue_timeout", kept_as: "d1" } as const;
      this.view = this.#chat({ ...end, messages: TALK.slice(0, 1) });
    }
  }

  #chat(more: Partial<ChatView>): ChatView {
    return {
      id: "c1",
      state: "starting",
      place: null,
      wait_seconds: null,
      agent: null,
      agent_typing: false,
      question: TALK[0]?.parts[0]?.text ?? "",
      opened: ago(30),
      ended: null,
      ended_by: null,
      suggests_issue: false,
      messages: [],
      draft: null,
      kept_as: null,
      freshness: account(this.state).freshness,
      ...more,
    };
  }

  desk(): ChatDeskView {
    const availability = AVAILABILITY[this.state] ?? "open";
    return {
      availability,
      opens_at: availability === "closed" ? new Date(Date.now() + 50_000_000).toISOString() : null,
      waiting: 2,
      wait_seconds: 260,
      topics: this.state === "chat-topics" ? [{ id: "t1", name: "The shop" }, { id: "t2", name: "The app" }] : [],
      languages: [{ tag: "en", name: "English" }],
      name: "Elsa Lind",
      email: "elsa@example.com",
      member_id: "SE-20481",
      text_chars: 4000,
      files_per_message: 5,
      problem: availability === "unknown" ? "unreachable" : null,
      current: this.view && this.view.state !== "ended" ? this.view.id : null,
    };
  }

  rows(): ChatRowView[] {
    const row = { state: "ended", agent: "Maja", opened: "2020-08-03T07:12:00Z", ended: "2020-08-03T07:40:00Z", unread: false } as const;
    return [
      { ...row, id: "c9", question: "The commission report is empty since this morning", ended_by: "agent", unread: this.state === "chat-unseen" },
      { ...row, id: "c8", question: "Cannot change my address", ended_by: "member" },
      { ...row, id: "c7", question: "Why does the app log me out?", ended_by: "queue_timeout", agent: null },
    ];
  }

  read(id: string): ChatView | null {
    if (this.view?.id === id) return this.view;
    const row = this.rows().find((row) => row.id === id);
    return row ? this.#chat({ ...row, messages: TALK }) : null;
  }

  start(draft: DraftView): string {
    const question = message(1, "member", draft.text, { at: ago(0), pictures: draft.pictures });
    this.view = this.#chat({ id: "o9", question: draft.text, opened: ago(0), messages: [{ ...question, delivery: "sending" }] });
    setTimeout(() => this.#now({ id: "c1", state: "waiting", place: 2, wait_seconds: 260, messages: [question] }), 900);
    setTimeout(() => this.#now({ place: 1, wait_seconds: 100 }), JOIN_MS / 2);
    setTimeout(() => {
      const joined = message(2, "agent", "", { kind: "joined", at: ago(0) });
      this.#now({ state: "active", place: null, agent: "Maja", messages: [...(this.view?.messages ?? []), joined], agent_typing: true });
    }, JOIN_MS);
    setTimeout(() => this.#say("Hello! Let us have a look."), JOIN_MS + SAYS_MS);
    return "o9";
  }

  say(draft: DraftView): string {
    const order = (this.view?.messages.length ?? 0) + 1;
    const line = message(order, "member", draft.text, { at: ago(0), pictures: draft.pictures });
    this.#now({ messages: [...(this.view?.messages ?? []), { ...line, delivery: "sending" }] });
    setTimeout(() => {
      this.#now({ messages: (this.view?.messages ?? []).map((one) => (one.id === line.id ? line : one)), agent_typing: true });
    }, 700);
    setTimeout(() => this.#say("I see. One moment, please."), SAYS_MS);
    return "o10";
  }

  end(): void {
    this.#now({ state: "ended", ended: ago(0), ended_by: "member", agent_typing: false });
  }

  #say(text: string): void {
    if (this.view?.state !== "active") return;
    const order = this.view.messages.length + 1;
    this.#now({ messages: [...this.view.messages, message(order, "agent", text, { at: ago(0) })], agent_typing: false });
  }

  #now(more: Partial<ChatView>): void {
    if (!this.view || this.view.state === "ended") return;
    this.view = { ...this.view, ...more };
    this.changed();
  }
}

/** The language of a text, by a handful of letters: enough to look at the gate. */
export function detect(text: string): DetectedView {
  const language = /[åäö]/.test(text) ? "sv" : /[ß]|\bnicht\b/.test(text) ? "de" : /[ぁ-ん]/.test(text) ? "ja" : "en";
  return { language, sure: text.length > 12, chat: language === "en", name: null };
}
