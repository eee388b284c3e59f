/** Made-up accounts and issues, to look at pages without a desk. */

import type {
  AccountView,
  EntryView,
  HitView,
  IssueRow,
  List,
  OperationView,
  PiecePart,
  SearchView,
  StartView,
} from "../../api/generated/contract";

const DESK = "Technical Issues";
const NOTICE =
  "This service desk is for IT support issues. If you have any other support requests please contact your account manager.";

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

export function account(state: string): AccountView {
  const ineligible = state === "ineligible";
  return {
    id: "a1",
    desk: DESK,
    host: "127.0.0.1:4711",
    address: "http://127.0.0.1:4711",
    name: "Elsa Lind",
    user_name: "elsa",
    email: "elsa@example.com",
    rank: ineligible ? "Elite" : "Gold",
    eligible: !ineligible,
    lowest_rank: "Silver",
    announcement: NOTICE,
    languages: [
      { tag: "sv", name: "Svenska" },
      { tag: "en", name: "English" },
      { tag: "de", name: "Deutsch" },
      { tag: "es", name: "Español" },
      { tag: "fi", name: "Suomi" },
    ],
    limits: { title_chars: 120, text_chars: 20_000, file_bytes: 10_000_000, files_per_entry: 10 },
    attachments: true,
    chat: state !== "chat-none",
    demo: state !== "plain",
    session_only: state === "session" ? "missing" : null,
    freshness: freshness(state),
    counts: { awaiting: 2, open: 3, closed: 18, drafts: 1, outbox: 2, stuck: state === "stuck" ? 1 : 0, chats: state === "chat-unseen" ? 2 : 0 },
  };
}

function freshness(state: string): AccountView["freshness"] {
  const checked = ago(3);
  if (state === "offline") return { state: "offline", checked, problem: "unreachable", running: false };
  if (state === "ended") return { state: "signed_out", checked, problem: "signed_out", running: false };
  if (state === "trouble") return { state: "desk_in_trouble", checked, problem: "desk_trouble", running: false };
  if (state === "garbled") return { state: "not_understood", checked, problem: "not_understood", running: false };
  if (state === "full") return { state: "not_understood", checked, problem: "storage", running: false };
  if (state === "resumed") return { state: "checking", checked, problem: null, running: true };
  if (state === "checking") return { state: "checking", checked: null, problem: null, running: true };
  return { state: "up_to_date", checked, problem: null, running: false };
}

export function start(state: string, language: string): StartView {
  return {
    version: "0.1.0",
    language,
    locale: language === "sv" ? "sv-SE" : "en-GB",
    settings: {
      language: null,
      appearance: "system",
      on_close: "ask",
      notices: { off: [], hidden: false, sound: "system", quiet: Array.from({ length: 7 }, () => null), deadline_breaks_quiet: false },
    },
    accounts: state === "out" || state === "first" ? [] : [account(state)],
    built_in:
      state === "first" ? null : { address: "http://127.0.0.1:4711", user_name: "elsa", password: "elsa-demo" },
    go: null,
  };
}

const TITLES: [string, List, string, string | null, string][] = [
  ["Svenska - kan inte bearbeta beställning", "awaiting", "2020-08-03T07:12:00Z", null, "Tack! Vilken webbläsare använder du?"],
  ["English - commission report is empty", "awaiting", "2020-07-31T07:12:00Z", null, "Could you send us a picture of the filter row?"],
  ["Deutsch - Seite lädt nicht", "open", "2020-08-05T09:00:00Z", null, "Wir sehen es uns an."],
  ["Suomi - kirjautuminen epäonnistuu mobiilisovelluksessa joka aamu", "open", "2020-08-04T09:00:00Z", null, ""],
  ["English - cannot change my address", "open", "2020-08-02T09:00:00Z", null, "We are looking into it."],
  ["Testing Submission From Canada", "closed", "2020-03-02T09:00:00Z", "2020-03-06T12:00:00Z", "Fixed with the release of 5 March."],
  ["Another Test - Disregard", "closed", "2020-03-03T09:00:00Z", "2020-03-06T11:00:00Z", "Closed as asked."],
  ["Test", "closed", "2020-03-04T09:00:00Z", "2020-03-06T10:00:00Z", "Closed as asked."],
];

export function rows(state: string): IssueRow[] {
  const named = TITLES.map(
    ([title, status, opened, closed, text], index): IssueRow => ({
      id: `i${index}`,
      number: String(48213 - index),
      title,
      status,
      opened,
      closed,
      last_author: index % 2 ? "Tom, IT team" : "Maja, IT team",
      last_mine: text === "",
      last_text: text || "Hej! Det händer varje morgon när jag loggar in.",
      unread: index === 1 || index === 4,
      sending: index === 2 ? (state === "stuck" ? "stuck" : "waiting") : null,
      vanished: state === "vanished" && (index === 1 || index === 6),
      closes: index === 0 ? { at: ago(-2 * 24 * 60), days_left: 2, sure: true } : null,
    }),
  );
  if (state !== "many") return named;
  const sample = named[6];
  if (!sample) return named;
  const more = Array.from({ length: 3000 }, (_, index): IssueRow => ({ ...sample, id: `m${index}`, title: `Test ${index}` }));
  return [...named, ...more];
}

export function entries(row: IssueRow): EntryView[] {
  const mine: EntryView = {
    id: `${row.id}-1`,
    author: "Elsa Lind",
    mine: true,
    at: row.opened,
    parts: [
      {
        kind: "text",
        text: "När jag trycker på ”Bearbeta beställning” blir sidan vit. Jag lade två varor i korgen, valde leverans till hemmet och tryckte på knappen en gång.\n\nSidan: ",
        href: null,
      },
      { kind: "link", text: "https://shop.example.com/order", href: "https://shop.example.com/order" },
    ],
    asks: false,
    attachments: [
      { name: "Skärmbild 1.png", media_type: "image/png", bytes: 214_000, picture: true, thumb: "p1", full: "p1" },
      { name: "log.txt", media_type: "text/plain", bytes: 4_100, picture: false, thumb: null, full: null },
    ],
  };
  const theirs: EntryView = {
    id: `${row.id}-2`,
    author: row.last_author ?? "Maja, IT team",
    mine: false,
    at: ago(20),
    parts: [{ kind: "text", text: row.last_text ?? "", href: null }],
    asks: row.status === "awaiting",
    attachments: [],
  };
  return [mine, theirs];
}

export function operations(state: string): OperationView[] {
  const picture = { id: "q1", name: "Skärmbild 2.png", bytes: 214_000, width: 1280, height: 800, thumb: "p2", full: "p2" };
  const stuck = state === "stuck";
  return [
    {
      id: "o1",
      kind: "reply",
      issue: "i2",
      chat: null,
      title: "Deutsch - Seite lädt nicht",
      text: "Auch in Firefox, seit heute früh.",
      pictures: [],
      made: ago(5),
      state: stuck || state === "unclear" ? "stuck" : "waiting",
      sent_bytes: 0,
      total_bytes: 0,
      problem: state === "unclear" ? "unclear" : stuck ? "refused" : "unreachable",
      wanted_back: false,
    },
    {
      id: "o2",
      kind: "submit",
      issue: null,
      chat: null,
      title: "Svenska - fakturan saknas",
      text: "Fakturan för juli finns inte i listan.",
      pictures: [picture],
      made: ago(1),
      state: "uploading",
      sent_bytes: 90_000,
      total_bytes: 214_000,
      problem: null,
      wanted_back: state === "wanted",
    },
  ];
}

/** What a search finds: whatever has the words in its title or its last message. */
export function search(state: string, words: string): SearchView {
  const wanted = words.trim().toLowerCase();
  const mark = (text: string): PiecePart[] => {
    const at = text.toLowerCase().indexOf(wanted);
    if (at < 0) return [{ text, found: false }];
    return [
      { text: text.slice(0, at), found: false },
      { text: text.slice(at, at + wanted.length), found: true },
      { text: text.slice(at + wanted.length), found: false },
    ].filter((part) => part.text !== "");
  };
  const has = (...pieces: PiecePart[][]) => pieces.flat().some((part) => part.found);
  const hits = rows(state).flatMap((row): HitView[] => {
    const { id, number, status, opened, closed, vanished } = row;
    const [title, piece] = [mark(row.title), mark(row.last_text ?? "")];
    if (!has(title, piece) && !number.includes(wanted)) return [];
    return [{ kind: "issue", id, issue: null, number, title, status, opened, closed, vanished, piece }];
  });
  const title = mark("kan inte logga in");
  const piece = mark("Efter lösenordet kommer sidan tillbaka, varje gång jag försöker med en ny beställning.");
  if (has(title, piece)) {
    const dates = { opened: null, closed: null };
    hits.unshift({ kind: "draft", id: "d1", issue: null, number: null, title, status: null, ...dates, vanished: false, piece });
  }
  return { hits: hits.slice(0, 50), more: hits.length > 50 };
}
