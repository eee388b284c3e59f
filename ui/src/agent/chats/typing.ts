/** Tells the desk that one is typing: at once, again while it goes on, and when it stops. */

/** The desk forgets it after 6 seconds. */
const AGAIN_MS = 3_000;
const STOPS_MS = 4_000;

export class TypingSign {
  #on = false;
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (typing: boolean) => void) {}

  /** A key was pressed; `text` is what stands there now. */
  typed(text: string): void {
    clearTimeout(this.#timer);
    if (text.trim() === "") return this.stop();
    this.#timer = setTimeout(() => this.stop(), STOPS_MS);
    if (this.#on && Date.now() - this.#told < AGAIN_MS) return;
    this.#on = true;
    this.#told = Date.now();
    this.tell(true);
  }

  /** It was sent, or one went away. */
  stop(): void {
    clearTimeout(this.#timer);
    if (!this.#on) return;
    this.#on = false;
    this.tell(false);
  }
}
