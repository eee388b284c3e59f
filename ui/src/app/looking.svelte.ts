import { call } from "../api/client";
import type { LookingArgs } from "../api/generated/contract";

const NOTHING: LookingArgs = { account: null, issue: null, chat: null };

/** Tells what the member looks at, as long as the component lives and the window is in front. */
export function tellLooking(at: () => LookingArgs): void {
  let front = $state(document.hasFocus());
  const shown = $derived(JSON.stringify(front ? at() : NOTHING));

  $effect(() => {
    const update = () => (front = document.hasFocus() && document.visibilityState === "visible");
    const events = ["focus", "blur"] as const;
    for (const name of events) addEventListener(name, update);
    document.addEventListener("visibilitychange", update);
    return () => {
      for (const name of events) removeEventListener(name, update);
      document.removeEventListener("visibilitychange", update);
    };
  });

  // Nobody can be told when this fails, and nothing is lost: the issue stays unread.
  $effect(() => void call("looking", JSON.parse(shown) as LookingArgs).catch(() => undefined));
  $effect(() => () => void call("looking", NOTHING).catch(() => undefined));
}
