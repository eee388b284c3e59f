/** Files that come by pasting or dropping. */

/** The files of a paste; a paste that has text too is a text. */
export function pasted(event: ClipboardEvent): File[] {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0 || event.clipboardData?.types.includes("text/plain")) return [];
  event.preventDefault();
  return files;
}

/** Takes dropped files, and keeps the browser from opening them in the page's place; the answer ends it. */
export function catchDrops(element: HTMLElement, onfiles: (files: File[]) => void): () => void {
  const carries = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (event: DragEvent) => {
    if (carries(event)) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    if (!carries(event)) return;
    event.preventDefault();
    onfiles([...(event.dataTransfer?.files ?? [])]);
  };
  element.addEventListener("dragover", over);
  element.addEventListener("drop", drop);
  return () => {
    element.removeEventListener("dragover", over);
    element.removeEventListener("drop", drop);
  };
}
