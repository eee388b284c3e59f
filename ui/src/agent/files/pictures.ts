/** What a browser draws and never runs. */
const PICTURES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export function isPicture(mediaType: string): boolean {
  return PICTURES.has(mediaType);
}
