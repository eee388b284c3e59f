// The promise: a move to awaiting feedback is told within two seconds.
import { expect } from '@playwright/test';
import type { House, Notice } from './house.ts';

/** The standing notice of that title; there at the latest two seconds from now. */
export async function told(house: House, title: string): Promise<Notice> {
  const find = async (): Promise<Notice | undefined> =>
    (await house.standing()).find((notice) => notice.title === title);
  await expect.poll(find, { message: `told of ${title}`, timeout: 2_000, intervals: [50] }).toBeDefined();
  const notice = await find();
  if (!notice) throw new Error(`the notice of ${title} went away`);
  return notice;
}
