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

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  private async read<T>(path: string): Promise<T> {
    const answer = await fetch(new URL(path, this.desk), { headers: this.headers() });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  private async write(path: string, body: object): Promise<void> {
    const answer = await fetch(new URL(path, this.desk), {
      method: 'POST',
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
