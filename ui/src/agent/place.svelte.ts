/** Where one is: the filter of the list and the issue that is open, both in the page's address. */

import { isFilter, type Filter } from "./issues/status";

export class Place {
  filter = $state<Filter>("open");
  issue = $state<string | null>(null);

  constructor() {
    this.#read();
  }

  /** Follows the address; the answer ends it. */
  listen(): () => void {
    const read = () => this.#read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }

  #read(): void {
    const [, filter = "", issue = ""] = location.hash.split("/");
    this.filter = isFilter(filter) ? filter : "open";
    this.issue = issue === "" ? null : decoded(issue);
  }
}

/** The address of a list, or of an issue in it. */
export function address(filter: Filter, issue: string | null): string {
  return issue === null ? `#/${filter}` : `#/${filter}/${encodeURIComponent(issue)}`;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
