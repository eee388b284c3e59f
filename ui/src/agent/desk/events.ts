/** Reads an event stream (`text/event-stream`) as it comes: pieces of bytes in, whole events out. */

export interface Told {
  readonly name: string;
  /** The event's JSON; null where there is none. */
  readonly data: unknown;
}

export class EventReader {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #name = "";
  #data: string[] = [];

  /** The events that this piece completes. */
  read(piece: Uint8Array): Told[] {
    const lines = (this.#rest + this.#decoder.decode(piece, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line.endsWith("\r") ? line.slice(0, -1) : line));
  }

  #line(line: string): Told[] {
    if (line === "") return this.#end();
    const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === "event") this.#name = value;
    if (field === "data") this.#data.push(value);
    return [];
  }

  #end(): Told[] {
    const [name, data] = [this.#name, this.#data.join("\n")];
    this.#name = "";
    this.#data = [];
    return name === "" && data === "" ? [] : [{ name: name === "" ? "message" : name, data: parsed(data) }];
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** A text of an event's data; null where it is none. */
export function textOf(data: unknown, field: string): string | null {
  if (typeof data !== "object" || data === null) return null;
  const value: unknown = (data as Record<string, unknown>)[field];
  return typeof value === "string" ? value : null;
}
