import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Told } from "./events";
import { Live } from "./live.svelte";
import { Refusal } from "./refusal";
import type { Session } from "./session.svelte";

/** A desk whose lines are opened and broken by hand. */
function lines(...refusals: (Refusal | null)[]) {
  const open: { say: (text: string) => void; end: () => void }[] = [];
  let asked = 0;
  const follow = (_path: string, signal: AbortSignal) => {
    const refused = refusals[asked++] ?? null;
    if (refused) return Promise.reject(refused);
    let control: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({ start: (made) => void (control = made) });
    signal.addEventListener("abort", () => {
      try {
        control.error(new Error("aborted"));
      } catch {
        // It had ended before.
      }
    });
    open.push({ say: (text) => control.enqueue(new TextEncoder().encode(text)), end: () => control.close() });
    return Promise.resolve(stream);
  };
  return { open, asked: () => asked, session: { follow } as unknown as Session };
}

const CONNECTED = 'event: connected\ndata: {"issues":"i"}\n\n';

describe("the desk's hints", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("addEventListener", () => undefined);
    vi.stubGlobal("removeEventListener", () => undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const settled = () => vi.advanceTimersByTimeAsync(0);

  it("are_heard_and_the_line_that_breaks_is_taken_up_again", async () => {
    const { open, asked, session } = lines();
    const told: Told[] = [];
    const live = new Live(session, (one) => told.push(one));
    const stop = live.start();
    await settled();
    expect(live.up).toBe(false);
    open[0]?.say(CONNECTED);
    await settled();
    expect(live.up).toBe(true);
    expect(told.map(({ name }) => name)).toEqual(["connected"]);
    open[0]?.end();
    await settled();
    expect(live.up).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    open[1]?.say(CONNECTED);
    await settled();
    expect(live.up).toBe(true);
    expect(told).toHaveLength(2);
    stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked()).toBe(2);
  });

  it("are_asked_for_less_and_less_often_while_there_is_no_desk", async () => {
    const none = new Refusal("unreachable");
    const { asked, session } = lines(...Array.from({ length: 100 }, () => none));
    const stop = new Live(session, () => undefined).start();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked()).toBeLessThan(10);
    stop();
  });

  it("come_by_another_line_when_one_is_silent_for_too_long", async () => {
    const { open, asked, session } = lines();
    const live = new Live(session, () => undefined);
    const stop = live.start();
    await settled();
    open[0]?.say(CONNECTED);
    await vi.advanceTimersByTimeAsync(30_000);
    open[0]?.say(": still here\n\n");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked(), "a sign of life is enough").toBe(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked()).toBe(2);
    stop();
  });

  it("are_not_asked_for_by_who_is_signed_out", async () => {
    const { asked, session } = lines(new Refusal("signed_out"));
    new Live(session, () => undefined).start();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked()).toBe(1);
  });
});
