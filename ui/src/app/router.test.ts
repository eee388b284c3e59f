import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("location", { hash: "" });
const { address, parse } = await import("./router.svelte");
type Route = ReturnType<typeof parse>;

describe("a route", () => {
  const routes: Route[] = [
    { view: "home" },
    { view: "signin", account: null },
    { view: "signin", account: "a/1" },
    { view: "list", account: "a1", list: "awaiting", issue: null },
    { view: "list", account: "a 1", list: "closed", issue: "48/213#å" },
    { view: "list", account: "a1", list: "open", issue: null, words: "vit sida?find=/#å" },
    { view: "list", account: "a1", list: "open", issue: "48/213?x", words: "100 %" },
    { view: "new", account: "a1", draft: null },
    { view: "new", account: "a1", draft: "d1" },
    { view: "unsent", account: "a1" },
    { view: "chat", account: "a1", chat: null },
    { view: "chat", account: "a1", chat: "c/1" },
    { view: "settings", account: "a1" },
    { view: "told", account: "a1" },
  ];

  it.each(routes)("comes_back_from_its_address: $view", (route) => {
    expect(parse(address(route))).toEqual(route);
  });

  it.each(["", "#", "#/", "#/account", "#/account/a1", "#/account/a1/tickets", "#/%E0%A4%A", "#/nowhere/at/all"])(
    "is_home_when_the_address_is_none: %s",
    (fragment) => {
      expect(parse(fragment)).toEqual({ view: "home" });
    },
  );
});
