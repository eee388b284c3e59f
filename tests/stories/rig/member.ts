// The member at another computer, through the desk's own interface.
import { randomUUID } from 'node:crypto';
import type { Person } from './house.ts';

export class Member {
  private constructor(
    private readonly desk: string,
    private readonly token: string,
  ) {}

  static async signIn(desk: string, person: Person): Promise<Member> {
    const answer = await fetch(new URL('api/session', desk), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...person, as: 'member' }),
    });
    if (!answer.ok) throw new Error(`member sign-in: ${answer.status} ${await answer.text()}`);
    return new Member(desk, ((await answer.json()) as { token: string }).token);
  }

  async submit(title: string): Promise<void> {
    const issue = { title: `English - ${title}`, language: 'en', text: 'As the title says.', uploads: [] };
    await this.write('api/issues', issue);
  }

  /** Comes to the chat with a question. */
  async startChat(question: string, more: { language?: string; topic?: string } = {}): Promise<MemberChat> {
    const form = { name: 'Elsa Lind', email: 'elsa.lind@example.org', question, uploads: [], ...more };
    const { chat } = await this.write<{ chat: { id: string } }>('api/chats', form);
    return new MemberChat(this, chat.id);
  }

  async read<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(path, this.desk), { headers: this.headers() });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async write<T>(path: string, body: object): Promise<T> {
    const headers = { ...this.headers(), 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await fetch(new URL(path, this.desk), { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  }

  async file(id: string): Promise<Buffer> {
    const answer = await fetch(new URL(`api/attachments/${id}`, this.desk), { headers: this.headers() });
    if (!answer.ok) throw new Error(`attachment: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }
}

export interface ChatFacts {
  id: string;
  state: 'waiting' | 'active' | 'ended';
  agent: string | null;
  agent_typing: boolean;
  suggests_issue: boolean;
  ended_by: string | null;
}

export interface ChatMessage {
  order: number;
  author: { name: string; side: 'member' | 'agent' | 'desk' };
  kind: string;
  text: string;
  attachments: { id: string; name: string; media_type: string }[];
}

/** A chat as its member has it. */
export class MemberChat {
  constructor(
    private readonly member: Member,
    readonly id: string,
  ) {}

  async facts(): Promise<ChatFacts> {
    return (await this.read()).chat;
  }

  async messages(): Promise<ChatMessage[]> {
    return (await this.read()).messages;
  }

  /** What was said in words, in the desk's order. */
  async texts(): Promise<string[]> {
    return (await this.messages()).filter(({ kind }) => kind === 'text').map(({ text }) => text);
  }

  async say(text: string): Promise<void> {
    await this.member.write(`api/chats/${this.id}/messages`, { text, uploads: [] });
  }

  async typing(typing: boolean): Promise<void> {
    await this.member.write(`api/chats/${this.id}/typing`, { typing });
  }

  async end(): Promise<void> {
    await this.member.write(`api/chats/${this.id}/end`, {});
  }

  private read(): Promise<{ chat: ChatFacts; messages: ChatMessage[] }> {
    return this.member.read(`api/chats/${this.id}`);
  }
}
