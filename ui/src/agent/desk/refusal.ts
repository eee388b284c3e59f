/** Why the desk did not do what was asked, and what the console says to it. */

import type { Key } from "../text/text";

/** The desk's code, or what the console found out itself: no answer, or one that is not the desk's. */
export type Reason =
  | "wrong_password"
  | "locked"
  | "signed_out"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "chat_changed"
  | "chat_taken"
  | "at_limit"
  | "chat_ended"
  | "in_flight"
  | "key_reused"
  | "invalid"
  | "too_large"
  | "unsupported_media"
  | "throttled"
  | "busy"
  | "fault"
  | "unreachable"
  | "not_understood";

export class Refusal extends Error {
  constructor(
    readonly reason: Reason,
    /** Seconds after which the desk wants to be asked again. */
    readonly retryAfter: number | null = null,
  ) {
    super(reason);
  }
}

/** What happened, and what to do. `satisfies` keeps the list complete: a reason without words does not compile. */
const WORDS = {
  wrong_password: words("error-wrong-password"),
  locked: words("error-locked"),
  signed_out: words("error-signed-out"),
  forbidden: words("error-forbidden"),
  not_found: words("error-not-found"),
  conflict: words("error-conflict"),
  chat_changed: words("error-chat-changed"),
  chat_taken: words("error-chat-taken"),
  at_limit: words("error-at-limit"),
  chat_ended: words("error-chat-ended"),
  in_flight: words("error-in-flight"),
  key_reused: words("error-key-reused"),
  invalid: words("error-invalid"),
  too_large: words("error-too-large"),
  unsupported_media: words("error-unsupported-media"),
  throttled: words("error-throttled"),
  busy: words("error-busy"),
  fault: words("error-fault"),
  unreachable: words("error-unreachable"),
  not_understood: words("error-not-understood"),
} as const satisfies Record<Reason, Words>;

export interface Words {
  readonly what: Key;
  readonly todo: Key;
}

type Told = { [K in Key]: K extends `${infer Id}.do` ? (Id extends Key ? Id : never) : never }[Key];

function words(id: Told): Words {
  return { what: id, todo: `${id}.do` };
}

export function wordsFor(refusal: Refusal): Words {
  return WORDS[refusal.reason];
}

export function isReason(code: unknown): code is Reason {
  return typeof code === "string" && Object.hasOwn(WORDS, code);
}

/** Whatever was thrown, as a refusal. */
export function refusalOf(cause: unknown): Refusal {
  return cause instanceof Refusal ? cause : new Refusal("not_understood");
}

/** The same of a chat: there, a conflict is not about an issue. */
export function refusalOfChat(cause: unknown): Refusal {
  const refusal = refusalOf(cause);
  return refusal.reason === "conflict" ? new Refusal("chat_changed", refusal.retryAfter) : refusal;
}

/** Whether the same request may do better later: nothing is wrong with it, or what became of it is not known. */
export function passes({ reason }: Refusal): boolean {
  return PASSING.has(reason);
}

const PASSING: ReadonlySet<Reason> = new Set(["unreachable", "not_understood", "busy", "fault", "throttled", "in_flight", "signed_out"]);
