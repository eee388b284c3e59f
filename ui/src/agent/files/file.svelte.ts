/** The bytes of one attachment. The desk wants the token with them, so they are fetched and shown from memory. */

import { refusalOf, type Refusal } from "../desk/refusal";
import type { Session } from "../desk/session.svelte";
import type { Attachment } from "../desk/wire";
import { isPicture } from "./pictures";

export class File {
  readonly picture: boolean;
  /** Where a picture lies in memory. */
  url = $state<string | null>(null);
  fetching = $state(false);
  problem = $state.raw<Refusal | null>(null);

  #over = false;

  constructor(
    private readonly session: Session,
    private readonly attachment: Attachment,
  ) {
    this.picture = isPicture(attachment.media_type);
  }

  /** Fetches a picture, once. */
  async show(): Promise<void> {
    if (this.url !== null) return;
    // Nothing but a picture gets a type that the browser acts on.
    const url = await this.#fetch(this.attachment.media_type);
    if (url === null) return;
    if (this.#over) URL.revokeObjectURL(url);
    else this.url = url;
  }

  /** Saves it where the browser saves files. */
  async save(): Promise<void> {
    const url = await this.#fetch("application/octet-stream");
    if (url === null) return;
    const link = document.createElement("a");
    link.href = url;
    link.download = this.attachment.name;
    link.click();
    // The browser takes the bytes after the click; a minute is plenty.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  /** Nobody looks any more. */
  end(): void {
    this.#over = true;
    if (this.url !== null) URL.revokeObjectURL(this.url);
    this.url = null;
  }

  async #fetch(type: string): Promise<string | null> {
    if (this.fetching) return null;
    this.fetching = true;
    this.problem = null;
    try {
      const bytes = await this.session.download(`/api/attachments/${encodeURIComponent(this.attachment.id)}`);
      return URL.createObjectURL(new Blob([bytes], { type }));
    } catch (cause) {
      this.problem = refusalOf(cause);
      return null;
    } finally {
      this.fetching = false;
    }
  }
}
