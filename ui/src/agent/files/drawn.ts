/**
 * Pictures drawn anew before they leave: their pixels and nothing else. A photograph says where it was taken and with what,
 * and a member has no business with that.
 */

/** What members are shown as pictures. */
const DRAWN: ReadonlySet<string> = new Set(["image/png", "image/jpeg"]);
/** Of a JPEG, from 0 to 1: no loss that an eye finds in a screenshot or a photograph. */
const QUALITY = 0.92;

/** The picture, upright and without anything else; what is none, or cannot be drawn, as it is. */
export async function drawn(file: Blob): Promise<Blob> {
  if (!DRAWN.has(file.type)) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return file;
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    return await canvas.convertToBlob({ type: file.type, quality: QUALITY });
  } finally {
    bitmap.close();
  }
}
