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
    const answer = await fetch(new URL('api/issues', this.desk), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ title: `English - ${title}`, language: 'en', text: 'As the title says.', uploads: [] }),
    });
    if (!answer.ok) throw new Error(`submit: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}
