/** Looks, while an address is being written, what is there. Nothing but the address leaves the window. */

import { call, codeOf } from "../../api/client";
import type { DeskView, ErrorCode } from "../../api/generated/contract";

const REST_MS = 700;

export class Finder {
  found = $state.raw<DeskView | null>(null);
  problem = $state<ErrorCode | null>(null);
  looking = $state(false);

  #turn = 0;
  #asked = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The address changed; looked up when the member rests and it could be one. Problems wait until it is complete. */
  typed(address: string): void {
    this.#forget();
    const likely = /[^\s.]\.[^\s.]{2,}|localhost|:\d+/.test(address);
    if (likely) this.#timer = setTimeout(() => void this.#look(address, false), REST_MS);
  }

  /** The address is complete. */
  complete(address: string): void {
    clearTimeout(this.#timer);
    if (address.trim() !== "" && (address !== this.#asked || this.found === null)) void this.#look(address, true);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#asked = "";
    this.found = null;
    this.problem = null;
    this.looking = false;
  }

  async #look(address: string, telling: boolean): Promise<void> {
    const turn = ++this.#turn;
    this.#asked = address;
    this.looking = true;
    const outcome = await call("find_desk", { address }).catch(codeOf);
    if (turn !== this.#turn) return;
    this.looking = false;
    if (typeof outcome === "object") this.found = outcome;
    else if (telling) this.problem = outcome;
  }
}
