const EVERY_MS = 15_000;

/** Calls `beat` regularly while the page can be seen, and when it comes into view again; the answer ends it. */
export function pulse(beat: () => void): () => void {
  const seen = () => {
    if (document.visibilityState === "visible") beat();
  };
  const timer = setInterval(seen, EVERY_MS);
  document.addEventListener("visibilitychange", seen);
  addEventListener("online", seen);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
    removeEventListener("online", seen);
  };
}
