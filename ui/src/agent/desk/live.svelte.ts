/** The desk's hints that something changed. `EventSource` cannot carry a bearer, so the stream is fetched. */

import { EventReader, type Told } from "./events";
import { Refusal } from "./refusal";
import type { Session } from "./session.svelte";

/** The desk gives a sign of life every 15 seconds; a line that is silent for three of them is dead. */
const SILENCE_MS = 45_000;
/** Between two tries, longer each time. */
const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

export class Live {
  /** Whether the desk tells what changes as it happens. */
  up = $state(false);

  #end: AbortController | null = null;
  #wake: (() => void) | null = null;

  constructor(
    private readonly session: Session,
    private readonly heard: (told: Told) => void,
  ) {}

  /** Listens until the answer is called. */
  start(): () => void {
    const end = new AbortController();
    this.#end = end;
    const wake = () => this.#wake?.();
    addEventListener("online", wake);
    void this.#stay(end.signal);
    return () => {
      removeEventListener("online", wake);
      end.abort();
      wake();
    };
  }

  async #stay(over: AbortSignal): Promise<void> {
    for (let failed = 0; !over.aborted; ) {
      if (await this.#once(over)) failed = 0;
      this.up = false;
      if (over.aborted) return;
      await this.#pause(PAUSES_MS[Math.min(failed, PAUSES_MS.length - 1)] ?? 0);
      failed += 1;
    }
  }

  /** One line from its rise to its end; whether it ever stood. */
  async #once(over: AbortSignal): Promise<boolean> {
    const dead = new AbortController();
    const end = AbortSignal.any([over, dead.signal]);
    let silence = setTimeout(() => dead.abort(), SILENCE_MS);
    let stood = false;
    try {
      const events = new EventReader();
      const pieces = (await this.session.follow("/api/agent/live", end)).getReader();
      for (;;) {
        const { done, value } = await pieces.read();
        if (done) return stood;
        clearTimeout(silence);
        silence = setTimeout(() => dead.abort(), SILENCE_MS);
        stood = true;
        this.up = true;
        for (const told of events.read(value)) this.heard(told);
      }
    } catch (cause) {
      // Whoever is signed out has no line; nobody else can do anything about one that broke.
      if (cause instanceof Refusal && cause.reason === "signed_out") this.#end?.abort();
      return stood;
    } finally {
      clearTimeout(silence);
      dead.abort();
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
