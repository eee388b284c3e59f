/** The time of day as a value that moves on, so that "a moment ago" does not stay for ever. */

const TICK_MS = 20_000;

let time = $state(Date.now());

setInterval(() => (time = Date.now()), TICK_MS);

/** The time now, in milliseconds; at most a tick old. */
export function now(): number {
  return time;
}
