/** Who is signed in. The token is in memory and nowhere else: closing or reloading the page ends the session. */

import { ask, download, follow, tell, type Request } from "./ask";
import { Refusal } from "./refusal";
import type { Profile, Session as Opened } from "./wire";

export class Session {
  profile = $state.raw<Profile | null>(null);
  /** The team member whose session the desk has ended; they did not sign out themselves. */
  ended = $state<string | null>(null);
  /** Whether somebody signed out on this page. */
  left = $state(false);

  #token: string | null = null;

  async signIn(userName: string, password: string): Promise<void> {
    const body = { user_name: userName, password, as: "agent" };
    const opened = await ask<Opened>("/api/session", { method: "POST", body });
    this.#token = opened.token;
    this.ended = null;
    this.profile = opened.profile;
  }

  /** Forgets the token at once; the desk is told to do the same. */
  signOut(): void {
    const token = this.#token;
    this.#token = null;
    this.profile = null;
    this.left = true;
    // A desk that cannot be told lets the session run out by itself.
    if (token) void tell("/api/session", { method: "DELETE", token, keepalive: true }).catch(() => undefined);
  }

  ask<T>(path: string, request: Request = {}): Promise<T> {
    return this.#with((token) => ask<T>(path, { ...request, token }));
  }

  /** For what is answered without a body. */
  tell(path: string, request: Request): Promise<void> {
    return this.#with((token) => tell(path, { ...request, token }));
  }

  /** A stream of events, until `signal` ends it or it breaks off. */
  follow(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return this.#with((token) => follow(path, { token, signal }));
  }

  download(path: string): Promise<ArrayBuffer> {
    return this.#with((token) => download(path, { token }));
  }

  async #with<T>(request: (token: string) => Promise<T>): Promise<T> {
    const token = this.#token;
    if (token === null) throw new Refusal("signed_out");
    try {
      return await request(token);
    } catch (cause) {
      // An answer to an older session says nothing of this one.
      if (cause instanceof Refusal && cause.reason === "signed_out" && token === this.#token) this.#end();
      throw cause;
    }
  }

  #end(): void {
    this.ended = this.profile?.agent.user_name ?? null;
    this.#token = null;
    this.profile = null;
  }
}
