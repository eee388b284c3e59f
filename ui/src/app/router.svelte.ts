/** Where the window is. The address's fragment says it, so that back, forward and a reload work everywhere. */

import type { List } from "../api/generated/contract";
import type { Walk } from "../features/briefing/walk";

export type Route =
  | { view: "home" }
  | { view: "signin"; account: string | null }
  /** `words`: what is searched for; what was found stands in the list's place. */
  | { view: "list"; account: string; list: List; issue: string | null; words?: string }
  | { view: "new"; account: string; draft: string | null }
  | { view: "unsent"; account: string }
  /** `chat`: the one that is read; null: the open one, or the question that begins one. */
  | { view: "chat"; account: string; chat: string | null }
  | { view: "settings"; account: string }
  /** Whether the member would be told. */
  | { view: "told"; account: string };

const LISTS: readonly string[] = ["awaiting", "open", "closed"] satisfies List[];

/** The fragment of a route. */
export function address(route: Route): string {
  const parts: (string | null)[] = (() => {
    switch (route.view) {
      case "home":
        return [];
      case "signin":
        return ["sign-in", route.account];
      case "list":
        return ["account", route.account, route.list, route.issue];
      case "new":
        return ["account", route.account, "new", route.draft];
      case "unsent":
        return ["account", route.account, "unsent"];
      case "chat":
        return ["account", route.account, "chat", route.chat];
      case "settings":
        return ["account", route.account, "settings"];
      case "told":
        return ["account", route.account, "settings", "told"];
    }
  })();
  const words = route.view === "list" && route.words ? `?find=${encodeURIComponent(route.words)}` : "";
  return `#/${parts.filter((part) => part !== null).map(encodeURIComponent).join("/")}${words}`;
}

/** The route of a fragment; home for anything else. */
export function parse(fragment: string): Route {
  const [path = "", find] = fragment.split("?find=");
  const [first, second, third, fourth] = parts(path);
  if (first === "sign-in") return { view: "signin", account: second ?? null };
  if (first !== "account" || second === undefined) return { view: "home" };
  if (third === "new") return { view: "new", account: second, draft: fourth ?? null };
  if (third === "unsent") return { view: "unsent", account: second };
  if (third === "chat") return { view: "chat", account: second, chat: fourth ?? null };
  if (third === "settings") return { view: fourth === "told" ? "told" : "settings", account: second };
  if (third === undefined || !LISTS.includes(third)) return { view: "home" };
  const [words] = parts(find ?? "");
  return { view: "list", account: second, list: third as List, issue: fourth ?? null, ...(words ? { words } : {}) };
}

function parts(fragment: string): (string | undefined)[] {
  try {
    return fragment.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** The address follows so long after the last change that is no step. */
const FOLLOW_MS = 300;

/** The window's place. */
export class Router {
  route = $state.raw<Route>(parse(location.hash));
  /** The issue whose reply, or the chat whose next line, gets the caret; taken once. */
  answer = $state<string | null>(null);
  /** The way through what waited, while the member goes it. */
  walk = $state.raw<Walk | null>(null);
  /** What had the focus before the search. */
  before: Element | null = null;

  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Follows the fragment until the answer is called. */
  listen(): () => void {
    const moved = () => {
      clearTimeout(this.#timer);
      this.route = parse(location.hash);
    };
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }

  go(route: Route): void {
    this.settle();
    this.route = route;
    if (location.hash !== address(route)) history.pushState(null, "", address(route));
  }

  /** Goes there without a step to come back to. */
  replace(route: Route): void {
    this.route = route;
    this.settle();
  }

  /** The same place, said differently, perhaps with every key; a browser takes only so many changes of its address. */
  rename(route: Route): void {
    this.route = route;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), FOLLOW_MS);
  }

  /** Lets the address say where the window is. */
  settle(): void {
    clearTimeout(this.#timer);
    if (location.hash !== address(this.route)) history.replaceState(null, "", address(this.route));
  }
}
