/** What the window says to each code: what happened, what is safe, what to do. */

import type { Key } from "../text/text.svelte";
import type { DiskState, ErrorCode } from "./generated/contract";

/** A problem in words. */
export interface Words {
  readonly what: Key;
  readonly safe: Key;
  readonly todo: Key;
}

/** `as const satisfies` keeps the list complete: a code without words does not compile. */
export const WORDS = {
  address_unreadable: words("error-address-unreadable"),
  address_not_secure: words("error-address-not-secure"),
  not_a_desk: words("error-not-a-desk"),
  wrong_password: words("error-wrong-password"),
  locked_out: words("error-locked-out"),
  signed_out: words("error-signed-out"),
  keychain: words("error-keychain"),
  unreachable: words("error-unreachable"),
  certificate_expired: words("error-certificate-expired"),
  certificate_foreign: words("error-certificate-foreign"),
  certificate_untrusted: words("error-certificate-untrusted"),
  captive_portal: words("error-captive-portal"),
  not_eligible: words("error-not-eligible"),
  throttled: words("error-throttled"),
  gone: words("error-gone"),
  refused: words("error-refused"),
  desk_trouble: words("error-desk-trouble"),
  not_understood: words("error-not-understood"),
  unclear: words("error-unclear"),
  time_asked: words("error-time-asked"),
  storage: words("error-storage"),
  defect: words("error-defect"),
} as const satisfies Record<ErrorCode, Words>;

/** What the window says while nothing can be saved. */
export const DISK = {
  full: words("error-disk-full"),
  read_only: words("error-disk-read-only"),
  failing: words("error-disk-failing"),
} as const satisfies Record<Exclude<DiskState, "fine">, Words>;

type Told = { [K in Key]: K extends `${infer Id}.safe` ? (Id extends Key ? Id : never) : never }[Key];

function words(id: Told): Words {
  return { what: id, safe: `${id}.safe`, todo: `${id}.do` };
}

/** Nothing of the member's waits to be sent while they sign in, so some words would promise what does not apply. */
const AT_SIGN_IN: Partial<Record<ErrorCode, Partial<Words>>> = {
  unreachable: { safe: "signin-safe", todo: "signin-check-address" },
  desk_trouble: { safe: "signin-safe", todo: "signin-later" },
  throttled: { safe: "signin-safe", todo: "signin-later" },
  not_understood: { safe: "signin-safe" },
  storage: { safe: "signin-safe" },
  refused: { safe: "signin-safe", todo: "signin-later" },
  gone: { safe: "signin-safe", todo: "signin-check-address" },
};

/** The words for a code at the sign-in page. */
export function wordsAtSignIn(code: ErrorCode): Words {
  return { ...wordsFor(code), ...AT_SIGN_IN[code] };
}

/** The words for a code; an unknown one is a defect. */
export function wordsFor(code: ErrorCode): Words {
  return WORDS[code] ?? WORDS.defect;
}
