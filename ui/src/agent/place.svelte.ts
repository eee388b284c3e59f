/** Where one is, kept in the page's address: it can be gone back to, and it is the same after a sign-in. */

import { isStatusFilter, type Filter } from "./issues/status";

export type Spot =
  | { readonly section: "issues"; readonly filter: Filter; readonly open: string | null }
  | { readonly section: "chats"; readonly open: string | null }
  | { readonly section: "members"; readonly words: string; readonly open: string | null; readonly chat: string | null }
  | { readonly section: "settings" };

export type Section = Spot["section"];

const START: Spot = { section: "issues", filter: { status: "open", language: null, words: "" }, open: null };

export class Place {
  spot = $state.raw<Spot>(read(location.hash));
  /** What the issues were last filtered by, for coming back to them. */
  filter = $state.raw<Filter>(filterOf(this.spot));

  /** Follows the address; the answer ends it. */
  listen(): () => void {
    const follow = () => this.#take(read(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }

  go(spot: Spot): void {
    location.hash = address(spot);
    this.#take(spot);
  }

  /** Changes the address without a step to go back to: for words that are being typed. */
  rename(spot: Spot): void {
    history.replaceState(history.state, "", address(spot));
    this.#take(spot);
  }

  #take(spot: Spot): void {
    this.spot = spot;
    if (spot.section === "issues" && !same(spot.filter, this.filter)) this.filter = spot.filter;
  }
}

function same(one: Filter, other: Filter): boolean {
  return one.status === other.status && one.language === other.language && one.words === other.words;
}

function filterOf(spot: Spot): Filter {
  return spot.section === "issues" ? spot.filter : { status: "open", language: null, words: "" };
}

/** `#/open/ID?words=…&language=…`, `#/chats/ID`, `#/members/NAME/CHAT?words=…`, `#/settings`. */
export function address(spot: Spot): string {
  switch (spot.section) {
    case "issues":
      return join([spot.filter.status, spot.open], { words: spot.filter.words, language: spot.filter.language });
    case "chats":
      return join(["chats", spot.open]);
    case "members":
      return join(["members", spot.open, spot.open === null ? null : spot.chat], { words: spot.words });
    case "settings":
      return join(["settings"]);
  }
}

/** Where an address leads; one that leads nowhere leads to the open issues. */
export function read(hash: string): Spot {
  const [path = "", query = ""] = hash.split("?", 2);
  const [, first = "", second = null, third = null] = path.split("/").map(decoded);
  const values = new URLSearchParams(query);
  const words = values.get("words") ?? "";
  const open = second === "" ? null : second;
  if (first === "chats") return { section: "chats", open };
  if (first === "members") return { section: "members", words, open, chat: third === "" ? null : third };
  if (first === "settings") return { section: "settings" };
  if (!isStatusFilter(first)) return START;
  return { section: "issues", filter: { status: first, language: values.get("language"), words }, open };
}

function join(parts: readonly (string | null)[], values: Record<string, string | null> = {}): string {
  const path = parts.filter((part) => part !== null).map(encodeURIComponent);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  return `#/${path.join("/")}${query.size > 0 ? `?${query}` : ""}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
