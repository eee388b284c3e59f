/** The window's one door to whatever carries it: the desktop shell, or the dev host in a browser. */

import type { Event } from "../api/generated/contract";

export interface Host {
  /** Calls a command of the contract. Rejects with what the host gave: an `ErrorView`, or anything else when it broke. */
  call(name: string, args: unknown): Promise<unknown>;
  /** Listens until the answer is called. `missed` is called when events may have been lost. */
  listen(heard: (event: Event) => void, missed: () => void): () => void;
  /** The address of a file's bytes. */
  file(id: string): string;
}

/** Finds out what carries the window. */
export async function findHost(): Promise<Host> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has("fake")) {
    return (await import("./fake/fake")).fakeHost();
  }
  if ("__TAURI_INTERNALS__" in window) return (await import("./tauri")).tauriHost();
  return (await import("./http")).httpHost();
}
