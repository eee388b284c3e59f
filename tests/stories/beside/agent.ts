// The agent of a story that is told elsewhere: each line that comes names a step, and is answered when the step is done.
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { ConsoleChats } from '../pages/console-chats.ts';
import { Console, type Workplace } from '../pages/console.ts';
import { watch } from '../rig/watch.ts';
import { words } from '../rig/words.ts';

/** Where the steps come from, and whose page it is. */
type Beside = Workplace['ready'] & { steps: string };

test('works in the console', async ({ page }) => {
  const { steps, ...ready } = JSON.parse(process.env.SVARA_BESIDE ?? '') as Beside;
  const t = words('en', 'agent');
  const desk = new Console(page, { ready }, t);
  const chats = new ConsoleChats(page, t);

  const can: Record<string, (what: string) => Promise<void>> = {
    begin: async () => {
      await desk.enter();
      await desk.goToSection('chats');
      await chats.goOnDuty();
    },
    waits: (name) => expect(chats.rows('waiting')).toContainText(name),
    take: (name) => chats.take(name),
    say: (text) => chats.say(text),
    reads: (text) => expect(chats.messages.last()).toContainText(text),
    sees: async (file) => {
      const attachment = chats.messages.last().getByRole('button', { name: t('attachment-open') });
      await expect(attachment).toContainText(file);
      const whole = (image: HTMLImageElement): boolean => image.complete && image.naturalWidth > 0;
      await expect.poll(() => attachment.locator('img').evaluate(whole), { message: `the picture ${file}` }).toBe(true);
    },
    'is left': () => expect(page.getByText(t('chat-ended-member')).first()).toBeVisible(),
  };

  const never = await watch(page, new URL(ready.desk).host);
  const teller = createConnection(steps);
  for await (const line of createInterface({ input: teller })) {
    const { step, what } = JSON.parse(line) as { step: string; what: string };
    const done = can[step];
    if (!done) throw new Error(`no agent can ${step}`);
    await done(what);
    teller.write('done\n');
  }
  expect(never, 'errors, refused loads and requests to elsewhere').toEqual([]);
});
