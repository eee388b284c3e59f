// A member's question reaches the desk's queue.
import { expect } from '@playwright/test';
import type { Agent, DeskChat } from './agent.ts';

/** The chat that began with that question, once it waits. */
export async function queued(agent: Agent, question: string): Promise<DeskChat> {
  const find = async (): Promise<DeskChat | undefined> => (await agent.queue()).find((chat) => chat.question === question);
  await expect.poll(find, { message: `in the queue: ${question}`, intervals: [50] }).toBeDefined();
  const chat = await find();
  if (!chat) throw new Error(`the chat left the queue: ${question}`);
  return chat;
}
