/** What the sign-in page has to explain: why somebody who was signed in has to sign in again. */

import type { Drafts } from "./compose/draft.svelte";
import type { Session } from "./desk/session.svelte";
import type { Key } from "./text/text";

interface Greeting {
  readonly what: Key;
  readonly more?: Key;
}

export function greeting(session: Session, drafts: Drafts): Greeting | null {
  if (session.ended !== null) {
    const kept = drafts.unsent(session.ended) > 0;
    return { what: "signin-ended", more: kept ? "signin-ended-more" : "signin-ended-more-none" };
  }
  if (session.left) return { what: "signin-out" };
  return reloaded() ? { what: "signin-reloaded", more: "signin-reloaded-more" } : null;
}

function reloaded(): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation instanceof PerformanceNavigationTiming && navigation.type === "reload";
}
