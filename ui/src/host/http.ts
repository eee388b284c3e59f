import type { Event } from "../api/generated/contract";
import type { Host } from "./host";

/** The dev host: the same commands over loopback HTTP, events as server-sent events. */
export function httpHost(): Host {
  return {
    async call(name, args) {
      const answer = await fetch(`/api/call/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(args),
      });
      const body: unknown = await answer.json();
      if (!answer.ok) throw body;
      return body;
    },
    listen(heard, missed) {
      const source = new EventSource("/api/events");
      source.addEventListener("message", (message) => heard(JSON.parse(message.data) as Event));
      source.addEventListener("open", missed);
      return () => source.close();
    },
    file: (id) => `/file/${encodeURIComponent(id)}`,
  };
}
