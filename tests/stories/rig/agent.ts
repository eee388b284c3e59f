// A team member at the desk, through the desk's own interface.
import { randomUUID } from 'node:crypto';
import type { Person } from './house.ts';

export interface DeskIssue {
  id: string;
  number: string;
  title: string;
  status: 'open' | 'awaiting_feedback' | 'closed';
  opened: string;
  closed: string | null;
}

export interface DeskEntry {
  id: string;
  author: { name: string; side: 'member' | 'agent' };
  at: string;
  text: string;
  attachments: { id: string; name: string; media_type: string; bytes: number }[];
}

export interface DeskChat {
  id: string;
  state: 'waiting' | 'active' | 'ended';
  agent: string | null;
  question: string;
  language: string | null;
  ended_by: string | null;
  member_typing: boolean;
}

export interface DeskMessage {
  order: number;
  author: { name: string; side: 'member' | 'agent' | 'desk' };
  kind: string;
  text: string;
  attachments: { id: string; name: string; media_type: string; bytes: number }[];
}

export class Agent {
  private constructor(
    private readonly desk: string,
    private readonly token: string,
    readonly name: string,
  ) {}

  static async signIn(desk: string, person: Person): Promise<Agent> {
    const answer = await fetch(new URL('api/session', desk), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...person, as: 'agent' }),
    });
    if (!answer.ok) throw new Error(`agent sign-in: ${answer.status} ${await answer.text()}`);
    const session = (await answer.json()) as { token: string; profile: AgentProfile };
    return new Agent(desk, session.token, nameOf(session.profile));
  }

  /** Every issue of the desk, whoever's it is. */
  async issues(status?: DeskIssue['status']): Promise<DeskIssue[]> {
    const all: DeskIssue[] = [];
    let after: string | null = null;
    do {
      const query = new URLSearchParams({ limit: '200' });
      if (status) query.set('status', status);
      if (after) query.set('after', after);
      const page: { issues: DeskIssue[]; next: string | null } = await this.read(`api/agent/issues?${query}`);
      all.push(...page.issues);
      after = page.next;
    } while (after);
    return all;
  }

  /** The issues of that title; the desk's own search is not wanted here. */
  async titled(title: string): Promise<DeskIssue[]> {
    return (await this.issues()).filter((issue) => issue.title === title);
  }

  /** The only issue of that title. */
  async the(title: string): Promise<DeskIssue> {
    const found = await this.titled(title);
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} issues are titled ${title}`);
    return found[0];
  }

  async entries(id: string): Promise<DeskEntry[]> {
    return (await this.read<{ entries: DeskEntry[] }>(`api/agent/issues/${id}`)).entries;
  }

  async file(id: string): Promise<Buffer> {
    const answer = await fetch(new URL(`api/attachments/${id}`, this.desk), { headers: this.headers() });
    if (!answer.ok) throw new Error(`attachment: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  ask(id: string, text: string): Promise<void> {
    return this.write(`api/agent/issues/${id}/entries`, { text, kind: 'ask', uploads: [] });
  }

  reply(id: string, text: string): Promise<void> {
    return this.write(`api/agent/issues/${id}/entries`, { text, kind: 'reply', uploads: [] });
  }

  note(id: string, text: string): Promise<void> {
    return this.write(`api/agent/issues/${id}/entries`, { text, kind: 'note', uploads: [] });
  }

  /** The user names of those on duty. */
  async onDuty(): Promise<string[]> {
    const { agents } = await this.read<{ agents: { user_name: string; on_duty: boolean }[] }>('api/agent/duty');
    return agents.filter((agent) => agent.on_duty).map((agent) => agent.user_name);
  }

  close(id: string, text: string | null = null): Promise<void> {
    return this.write(`api/agent/issues/${id}/close`, { text });
  }

  async goOnDuty(): Promise<void> {
    await this.send('PUT', 'api/agent/duty', { on_duty: true, limit: 5 });
  }

  /** Chats that wait, in the order of the queue. */
  async queue(): Promise<DeskChat[]> {
    return (await this.read<{ waiting: DeskChat[] }>('api/agent/chats')).waiting;
  }

  async chat(id: string): Promise<DeskChat> {
    return (await this.read<{ chat: DeskChat }>(`api/agent/chats/${id}`)).chat;
  }

  /** All of a chat, as the desk has it. */
  async transcript(id: string): Promise<DeskMessage[]> {
    return (await this.read<{ messages: DeskMessage[] }>(`api/agent/chats/${id}`)).messages;
  }

  take(id: string): Promise<void> {
    return this.write(`api/agent/chats/${id}/take`, {});
  }

  say(id: string, text: string): Promise<void> {
    return this.write(`api/agent/chats/${id}/messages`, { text, uploads: [] });
  }

  typing(id: string): Promise<void> {
    return this.write(`api/agent/chats/${id}/typing`, { typing: true });
  }

  /** Gives a chat to another agent, or back to the queue. */
  transfer(id: string, to: string | null): Promise<void> {
    return this.write(`api/agent/chats/${id}/transfer`, { to });
  }

  suggestIssue(id: string, language: string): Promise<void> {
    return this.write(`api/agent/chats/${id}/suggest-issue`, { language });
  }

  endChat(id: string): Promise<void> {
    return this.write(`api/agent/chats/${id}/end`, {});
  }

  /** Changes how the desk chats. */
  async chatRules(change: Record<string, unknown>): Promise<void> {
    const settings = await this.read<{ ranks?: unknown; chat: Record<string, unknown> }>('api/agent/settings');
    const { ranks: _, ...rest } = settings;
    await this.send('PUT', 'api/agent/settings', { ...rest, chat: { ...settings.chat, ...change } });
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  private async read<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(path, this.desk), { headers: this.headers() });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  private write(path: string, body: object): Promise<void> {
    return this.send('POST', path, body);
  }

  private async send(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
    const answer = await fetch(new URL(path, this.desk), {
      method,
      headers: { ...this.headers(), 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}

interface AgentProfile {
  agent?: { name: string };
  name?: string;
}

function nameOf(profile: AgentProfile): string {
  const name = profile.agent?.name ?? profile.name;
  if (!name) throw new Error('the desk did not say the agent’s name');
  return name;
}
