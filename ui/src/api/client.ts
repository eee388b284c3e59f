/** Calls commands and hears events. Everything the window knows comes through here. */

import { findHost, type Host } from "../host/host";
import type { Commands, ErrorCode, Event } from "./generated/contract";

export type Name = keyof Commands;
export type Args<N extends Name> = Commands[N]["args"];
export type Result<N extends Name> = Commands[N]["result"];

/** A command failed; `code` is the only thing the window may tell. */
export class Failed extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

let host: Host | undefined;

/** Finds the host and begins to listen. Must be awaited before anything else is called. */
export async function connect(heard: (event: Event) => void, missed: () => void): Promise<void> {
  host = await findHost();
  host.listen(heard, missed);
}

/** For tests: the window speaks to this host. */
export function useHost(other: Host): void {
  host = other;
}

/** Calls a command; rejects with `Failed` only. */
export async function call<N extends Name>(name: N, args: Args<N>): Promise<Result<N>> {
  if (!host) throw new Failed("defect");
  try {
    return (await host.call(name, args)) as Result<N>;
  } catch (cause) {
    throw new Failed(codeOf(cause));
  }
}

/** The address of a file's bytes, for an `img`. */
export function fileAddress(id: string): string {
  return host?.file(id) ?? "";
}

/** What can be told of anything that was thrown. A host that answers something else than the contract is a defect. */
export function codeOf(cause: unknown): ErrorCode {
  if (cause instanceof Failed) return cause.code;
  if (typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string") {
    return cause.code as ErrorCode;
  }
  return "defect";
}
