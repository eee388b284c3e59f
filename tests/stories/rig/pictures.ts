// Pictures as a screenshot tool or a camera would leave them: with metadata that is nobody's business.
import { crc32, deflateSync } from 'node:zlib';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Stands in the metadata of every picture made here. */
export const secret = 'taken at home by Elsa';

/** Writes a picture of 320 × 200 pixels with a comment and a camera's tags in it; returns its path. */
export async function picture(folder: string, name: string): Promise<string> {
  const [width, height] = [320, 200];
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set([x % 256, y % 256, (x ^ y) % 256], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const bytes = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${secret}`, 'latin1')),
    chunk('eXIf', Buffer.from(`MM\0*\0\0\0\x08\0\0${secret}`, 'latin1')),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return save(folder, name, bytes);
}

/** Writes a text file, whatever its name says; returns its path. */
export function text(folder: string, name: string): Promise<string> {
  return save(folder, name, Buffer.from('This is no picture.\n'));
}

async function save(folder: string, name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

function chunk(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(content.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
