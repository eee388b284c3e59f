/** A file that is to go out with a text: in memory until the desk has it, and sent to it once. */

import type { Session } from "../desk/session.svelte";
import { drawn } from "../files/drawn";
import { isPicture } from "../files/pictures";

/** How the desk limits files. */
export interface FileLimits {
  readonly file_bytes: number;
  /** Files of one text. */
  readonly files: number;
}

/** Why a file was not attached. */
export interface Declined {
  readonly name: string;
  readonly why: "too_large" | "too_many" | "empty";
}

export class Attached {
  /** Where a picture lies in memory. */
  readonly url: string | null;
  readonly name: string;
  readonly bytes: number;

  readonly #key = crypto.randomUUID();
  /** What goes out: made once, because what is sent again under a key must be the same. */
  #body: Promise<Blob> | undefined;
  #upload: string | null = null;

  constructor(private readonly file: File) {
    this.name = file.name;
    this.bytes = file.size;
    this.url = isPicture(file.type) ? URL.createObjectURL(file) : null;
  }

  /** Gives it to the desk, unless that was done before; what the desk calls it. */
  async give(session: Session): Promise<string> {
    if (this.#upload === null) {
      const query = new URLSearchParams({ name: this.name });
      this.#body ??= drawn(this.file);
      const request = { method: "POST", body: await this.#body, key: this.#key } as const;
      this.#upload = (await session.ask<{ id: string }>(`/api/uploads?${query}`, request)).id;
    }
    return this.#upload;
  }

  /** Nobody looks at it any more. */
  end(): void {
    if (this.url !== null) URL.revokeObjectURL(this.url);
  }
}

/** Which of some files may join those that are there, and why the others may not. */
export function admit<F extends { name: string; size: number }>(
  files: readonly F[],
  there: number,
  limits: FileLimits,
): { taken: F[]; declined: Declined[] } {
  const taken: F[] = [];
  const declined: Declined[] = [];
  for (const file of files) {
    const why = file.size === 0 ? "empty" : file.size > limits.file_bytes ? "too_large" : null;
    if (why !== null) declined.push({ name: file.name, why });
    else if (there + taken.length >= limits.files) declined.push({ name: file.name, why: "too_many" });
    else taken.push(file);
  }
  return { taken, declined };
}

/** Gives all of them to the desk, one after the other. */
export async function giveAll(session: Session, files: readonly Attached[]): Promise<string[]> {
  const uploads: string[] = [];
  for (const file of files) uploads.push(await file.give(session));
  return uploads;
}
