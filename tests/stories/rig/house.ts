// One dev host of one story: the real app and the real desk in a process and a folder of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent } from './agent.ts';

const root = resolve(import.meta.dirname, '../../..');
const program = process.env.SVARA_DEV_HOST ?? join(root, 'target/debug/svara-dev-host');
const ui = process.env.SVARA_UI ?? join(root, 'ui/dist');

export interface Person {
  user_name: string;
  password: string;
}

interface Ready {
  window: string;
  desk: string;
  folder: string;
  agent: Person;
  member: Person;
}

/** One call of "show" that reached the pretended notification service. */
export interface Notice {
  id: string;
  tag: string;
  title: string;
  body: string;
  buttons: string[];
  urgent: boolean;
  replaces: string | null;
  standing: boolean;
  withdrawn: boolean;
}

/** What a desktop says of itself; null: it does not say. */
export interface DesktopSaid {
  allows_notices?: boolean | null;
  shows_banners?: boolean | null;
  holds_back?: boolean | null;
  tray?: boolean | null;
  starts_at_login?: boolean;
}

export class House {
  private constructor(
    private readonly process: ChildProcess,
    private readonly heard: string[],
    readonly data: string,
    readonly ready: Ready,
  ) {}

  /** Starts a dev host on an empty folder and waits until it is ready. */
  static async start(locale: string, ...more: string[]): Promise<House> {
    const data = await mkdtemp(join(tmpdir(), 'svara-story-'));
    const child = spawn(program, ['--data-folder', data, '--ui', ui, '--locale', locale, ...more], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const heard: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    const ready = await new Promise<Ready>((done, failed) => {
      createInterface({ input: child.stdout }).once('line', (line) => done(JSON.parse(line) as Ready));
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`the dev host ended with ${code}: ${heard.join('')}`)));
    });
    return new House(child, heard, data, ready);
  }

  /** Closes the house; its log is kept for a story that failed. */
  async stop(): Promise<string> {
    const ended = new Promise<void>((done) => {
      if (this.process.exitCode !== null) done();
      else this.process.once('exit', () => done());
    });
    this.process.stdin?.end();
    await ended;
    await rm(this.data, { recursive: true, force: true });
    return this.heard.join('');
  }

  /** The desk's side, through its published interface. */
  agent(): Promise<Agent> {
    return Agent.signIn(this.ready.desk, this.ready.agent);
  }

  /** Another one, who has the same password. */
  secondAgent(): Promise<Agent> {
    return Agent.signIn(this.ready.desk, { ...this.ready.agent, user_name: 'tom' });
  }

  async notices(): Promise<Notice[]> {
    return (await this.read<{ notices: Notice[] }>('notices')).notices;
  }

  async standing(): Promise<Notice[]> {
    return (await this.notices()).filter((notice) => notice.standing);
  }

  async opened(): Promise<string[]> {
    return (await this.read<{ opened: string[] }>('opened')).opened;
  }

  async window(): Promise<{ shown: number; hidden: number; quit: boolean; in_front: boolean }> {
    return this.read('window');
  }

  async secrets(): Promise<number> {
    return (await this.read<{ secrets: number }>('vault')).secrets;
  }

  async press(notice: Notice, act: 'open' | 'answer' | 'later' | 'gone'): Promise<void> {
    await this.pull(`notices/${encodeURIComponent(notice.id)}/${act}`);
  }

  async choose(...paths: string[]): Promise<void> {
    await this.pull('pick', { paths });
  }

  async keychain(state: 'ok' | 'none' | 'locked'): Promise<void> {
    await this.pull('vault', { state });
  }

  async front(front: boolean): Promise<void> {
    await this.pull('front', { front });
  }

  async forward(seconds: number): Promise<void> {
    await this.pull('clock', { forward_seconds: seconds });
  }

  /** Time passes as it does for a computer that is awake: a great step would be a sleep. */
  async passes(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 3) await this.forward(Math.min(left, 3));
  }

  /** What every request to the desk meets; held: what changes something there waits on its way. */
  async line(line: 'fine' | 'held' | 'page' | 'cut' | 'odd' | 'failing' | 'signed_out'): Promise<void> {
    await this.pull('line', { line });
  }

  /** How the computer's disk is; of a story with a pretended one only. */
  async disk(disk: 'fine' | 'full' | 'failing'): Promise<void> {
    await this.pull('disk', { disk });
  }

  /** The app ends and starts again on files that were damaged in between. */
  async damage(): Promise<void> {
    await this.pull('damage');
  }

  /** The desk has an issue no more, and tells nobody. */
  async purge(issue: string): Promise<void> {
    await this.pull(`desk/purge/${encodeURIComponent(issue)}`);
  }

  /** So much later at the desk; this computer's clock stays. */
  async deskForward(seconds: number): Promise<void> {
    await this.pull('desk/clock', { forward_seconds: seconds });
  }

  async deskGoes(): Promise<void> {
    await this.pull('desk/stop');
  }

  async deskComesBack(): Promise<void> {
    await this.pull('desk/start');
  }

  /** What the pretended desktop says of itself from now on. */
  async desktopSays(said: DesktopSaid): Promise<void> {
    await this.pull('desktop', said);
  }

  desktopIs(): Promise<DesktopSaid> {
    return this.read('desktop');
  }

  /** How the pretended notification service behaves from now on. */
  async noticeService(state: 'runs' | 'missing' | 'hangs'): Promise<void> {
    await this.pull(`notice-service/${state}`);
  }

  /** Another program opens a link into the app. */
  async follow(link: string): Promise<void> {
    await this.pull('link', { link });
  }

  /** The member closes the window; what the app makes of it. */
  async closeWindow(tray: boolean): Promise<'stay' | 'quit' | 'asked'> {
    const answer = await this.pull('close-requested', { tray });
    return ((await answer.json()) as { closing: 'stay' | 'quit' | 'asked' }).closing;
  }

  tray(): Promise<{ tooltip: string; items: { id: string; label: string }[] }> {
    return this.read('tray');
  }

  async pressTray(id: string): Promise<void> {
    await this.pull(`tray/${encodeURIComponent(id)}`);
  }

  async restart(): Promise<void> {
    await this.pull('restart');
  }

  private async read<T>(what: string): Promise<T> {
    const answer = await fetch(`${this.ready.window}rig/${what}`);
    if (!answer.ok) throw new Error(`/rig/${what}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  private async pull(lever: string, setting: object = {}): Promise<Response> {
    const answer = await fetch(`${this.ready.window}rig/${lever}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(setting),
    });
    if (!answer.ok) throw new Error(`/rig/${lever}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
