/**
 * What a team member has said in one chat and the desk has not confirmed. One line after the other, each under one key:
 * whatever is tried again is the same line. A refusal that tries do not mend holds the lane until somebody decides.
 */

import { passes, refusalOfChat, type Refusal } from "../desk/refusal";
import type { Attached } from "./attached";

const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

export class Line {
  readonly key = crypto.randomUUID();
  state = $state<"sending" | "waiting" | "refused">("sending");
  problem = $state.raw<Refusal | null>(null);

  constructor(
    readonly text: string,
    readonly files: readonly Attached[],
  ) {}
}

export type SayLine = (line: Line) => Promise<void>;

export class Lane {
  lines = $state.raw<readonly Line[]>([]);

  /** Null while nobody is signed in: then everything waits. */
  #say: SayLine | null = null;
  #running = false;
  #failed = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Sends what there is, and what comes, until the answer is called. */
  serve(say: SayLine): () => void {
    this.#say = say;
    this.hurry();
    return () => {
      clearTimeout(this.#timer);
      if (this.#say === say) this.#say = null;
    };
  }

  add(text: string, files: readonly Attached[]): void {
    this.lines = [...this.lines, new Line(text, files)];
    void this.#run();
  }

  /** Tries again now. */
  hurry(): void {
    clearTimeout(this.#timer);
    const [first] = this.lines;
    if (first?.state === "refused") first.state = "waiting";
    void this.#run();
  }

  /** Gives a refused line back, to be written otherwise. */
  takeBack(line: Line): { text: string; files: readonly Attached[] } {
    this.lines = this.lines.filter((other) => other !== line);
    void this.#run();
    return line;
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let line = this.#next(); line; ) line = (await this.#give(line)) ? this.#next() : undefined;
    this.#running = false;
  }

  #next(): Line | undefined {
    const [line] = this.lines;
    return this.#say && line?.state !== "refused" ? line : undefined;
  }

  /** Whether the desk has it. */
  async #give(line: Line): Promise<boolean> {
    line.state = "sending";
    try {
      await this.#say?.(line);
    } catch (cause) {
      this.#missed(line, refusalOfChat(cause));
      return false;
    }
    this.#failed = 0;
    this.lines = this.lines.filter((other) => other !== line);
    for (const file of line.files) file.end();
    return true;
  }

  #missed(line: Line, problem: Refusal): void {
    line.problem = problem;
    line.state = passes(problem) ? "waiting" : "refused";
    if (line.state === "refused" || problem.reason === "signed_out") return;
    const pause = PAUSES_MS[Math.min(this.#failed, PAUSES_MS.length - 1)] ?? 0;
    this.#failed += 1;
    this.#timer = setTimeout(() => void this.#run(), Math.max(pause, (problem.retryAfter ?? 0) * 1_000));
  }
}
