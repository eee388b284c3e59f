/** One request to the desk that served this page. Cookies are never sent, nothing is cached, every failure is a `Refusal`. */

import { isReason, Refusal } from "./refusal";

const PATIENCE_MS = 30_000;
/** For files, in either direction. */
const FILE_PATIENCE_MS = 120_000;

export interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** JSON, or the bytes of a file. */
  readonly body?: object | Blob;
  readonly token?: string | null;
  /** The write's `Idempotency-Key`. */
  readonly key?: string;
  /** Goes out even if the page goes away. */
  readonly keepalive?: boolean;
  /** Ends the request, whatever becomes of it. */
  readonly signal?: AbortSignal;
}

/** Asks for JSON. */
export async function ask<T>(path: string, request: Request = {}): Promise<T> {
  const answer = await send(path, request, request.body instanceof Blob ? FILE_PATIENCE_MS : PATIENCE_MS);
  return (await read(() => answer.json())) as T;
}

/** Asks for something that is answered without a body. */
export async function tell(path: string, request: Request): Promise<void> {
  await send(path, request, PATIENCE_MS);
}

/** Asks for bytes. */
export async function download(path: string, request: Request): Promise<ArrayBuffer> {
  const answer = await send(path, request, FILE_PATIENCE_MS);
  return read(() => answer.arrayBuffer(), "unreachable");
}

/** Asks for a stream of events, which lasts until `signal` ends it or it breaks off. */
export async function follow(path: string, request: Request): Promise<ReadableStream<Uint8Array>> {
  const answer = await send(path, request, null);
  if (!answer.body) throw new Refusal("not_understood");
  return answer.body;
}

async function send(path: string, request: Request, patience: number | null): Promise<Response> {
  const headers = new Headers();
  if (request.token) headers.set("authorization", `Bearer ${request.token}`);
  if (request.key) headers.set("idempotency-key", request.key);
  const file = request.body instanceof Blob;
  if (request.body) headers.set("content-type", file ? "application/octet-stream" : "application/json");
  const ends = [request.signal, patience === null ? undefined : AbortSignal.timeout(patience)].filter((end) => end !== undefined);
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: request.method ?? "GET",
      headers,
      body: request.body === undefined ? null : request.body instanceof Blob ? request.body : JSON.stringify(request.body),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      keepalive: request.keepalive ?? false,
      signal: AbortSignal.any(ends),
    });
  } catch {
    throw new Refusal("unreachable");
  }
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

/** A body that breaks off is no answer. */
async function read<T>(body: () => Promise<T>, otherwise: "not_understood" | "unreachable" = "not_understood"): Promise<T> {
  try {
    return await body();
  } catch {
    throw new Refusal(otherwise);
  }
}

async function refusal(answer: Response): Promise<Refusal> {
  const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
  const problem: unknown = await answer.json().catch(() => null);
  const code = typeof problem === "object" && problem !== null && "code" in problem ? problem.code : null;
  return new Refusal(isReason(code) ? code : "not_understood", Number.isFinite(seconds) ? seconds : null);
}
