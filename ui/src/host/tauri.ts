import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "../api/generated/contract";
import type { Host } from "./host";

/** The desktop shell: one command, one event, one scheme for files. */
export function tauriHost(): Host {
  return {
    call: (name, args) => invoke("call", { name, args }),
    listen(heard, missed) {
      const registered = listen<Event>("svara", (message) => heard(message.payload));
      // What happened between the first answers and the registration was not heard.
      void registered.then(missed);
      return () => void registered.then((stop) => stop());
    },
    file: (id) => convertFileSrc(id, "svara-file"),
  };
}
