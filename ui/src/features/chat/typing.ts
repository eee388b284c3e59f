/** Told again so long after it was told, while keys keep coming: the other side lets it fade within seconds. */
const AGAIN_MS = 3000;
/** Over so long after the last key. */
const REST_MS = 5000;

/** Tells the other side that the member is typing: seldom, and never longer than it is true. */
export class Typing {
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (typing: boolean) => void) {}

  /** A key was pressed; this stands in the field now. */
  wrote(text: string): void {
    if (text.trim() === "") return this.stop();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), REST_MS);
    if (this.#told !== 0 && Date.now() - this.#told < AGAIN_MS) return;
    this.#told = Date.now();
    this.tell(true);
  }

  /** Sent, emptied, or left. */
  stop(): void {
    clearTimeout(this.#timer);
    if (this.#told === 0) return;
    this.#told = 0;
    this.tell(false);
  }
}
