// Signing in: each thing that can be wrong has words of its own, and the password goes nowhere before the desk is known.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './rig/test.ts';

test('the demo member is filled in and comes in', async ({ app, house, t, snap }) => {
  await app.open();
  await expect(app.signIn.heading).toBeVisible();
  await expect(app.signIn.user).toHaveValue(house.ready.member.user_name);
  await expect(app.signIn.password).toHaveValue(house.ready.member.password);
  await snap('filled-in');
  await app.signIn.submit.click();
  await expect(app.heading('awaiting')).toBeVisible();
  await app.checked();
  await expect(app.rail).toContainText('Elsa Lind');
  expect(await house.secrets(), 'the token is in the keychain').toBe(1);
  await expect(app.rail.getByRole('link', { name: t('new-issue') })).toBeVisible();
  await snap('signed-in');
});

test('what is missing is said beside its field', async ({ app, t, snap }) => {
  await app.open();
  await app.signIn.as({ user_name: '', password: '' });
  await expect(app.signIn.user).toHaveAccessibleDescription(t('signin-missing-user'));
  await expect(app.signIn.password).toHaveAccessibleDescription(new RegExp(t('signin-missing-password')));
  await expect(app.signIn.user).toBeFocused();
  await snap('missing');
});

test('a wrong password is named, and the next try comes in', async ({ app, house, t, snap }) => {
  await app.open();
  await app.signIn.as({ ...house.ready.member, password: 'not the password' });
  await expect(app.signIn.problem).toContainText(t('error-wrong-password'));
  await expect(app.signIn.password).toBeFocused();
  expect(await house.secrets()).toBe(0);
  await snap('wrong-password');
  await app.signIn.as(house.ready.member);
  await expect(app.heading('awaiting')).toBeVisible();
});

test('a desk that is not there is named', async ({ app, house, t, snap }) => {
  await app.open();
  await app.signIn.chooseOther('http://127.0.0.1:1');
  await expect(app.signIn.address).toHaveAccessibleDescription(new RegExp(t('error-unreachable')));
  await app.signIn.as(house.ready.member);
  await expect(app.signIn.problem).toContainText(t('error-unreachable'));
  await snap('unreachable');
});

test('http beyond this computer is refused before anything is sent', async ({ app, house, t, snap }) => {
  await app.open();
  await app.signIn.chooseOther('http://help.example.com');
  await expect(app.signIn.address).toHaveAccessibleDescription(new RegExp(t('error-address-not-secure')));
  await app.signIn.as(house.ready.member);
  await expect(app.signIn.problem).toContainText(t('error-address-not-secure'));
  await snap('not-secure');
});

test('something else than a desk never sees the password', async ({ app, house, t, snap }) => {
  const other = await Other.listen('text/plain');
  await app.open();
  await app.signIn.chooseOther(other.address);
  await expect(app.signIn.address).toHaveAccessibleDescription(new RegExp(t('error-not-a-desk')));
  await app.signIn.as(house.ready.member);
  await expect(app.signIn.problem).toContainText(t('error-not-a-desk'));
  other.never(house.ready.member.password);
  await snap('not-a-desk');
  other.close();
});

test('a page in place of an answer is taken for a network’s own', async ({ app, house, t, snap }) => {
  const other = await Other.listen('text/html');
  await app.open();
  await app.signIn.chooseOther(other.address);
  await expect(app.signIn.address).toHaveAccessibleDescription(new RegExp(t('error-captive-portal')));
  await app.signIn.as(house.ready.member);
  await expect(app.signIn.problem).toContainText(t('error-captive-portal'));
  other.never(house.ready.member.password);
  await snap('captive-portal');
  other.close();
});

test('a desk that comes back is found by the next try', async ({ app, house, t }) => {
  await app.open();
  await house.deskGoes();
  await app.signIn.submit.click();
  await expect(app.signIn.problem).toContainText(t('error-unreachable'));
  await house.deskComesBack();
  await app.signIn.submit.click();
  await expect(app.heading('awaiting')).toBeVisible();
});

/** A web server that is no desk, and writes down everything it is sent. */
class Other {
  private readonly heard: string[] = [];

  private constructor(private readonly server: Server) {}

  static async listen(type: string): Promise<Other> {
    const server = createServer();
    const other = new Other(server);
    server.on('request', (request: IncomingMessage, answer: ServerResponse) => {
      let all = `${request.method} ${request.url} ${JSON.stringify(request.headers)} `;
      request.on('data', (chunk: Buffer) => (all += chunk.toString()));
      request.on('end', () => {
        other.heard.push(all);
        answer.setHeader('content-type', type);
        answer.end('<!doctype html><title>Cats</title>');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return other;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  never(secret: string): void {
    expect(this.heard.length, 'it was asked what it is').toBeGreaterThan(0);
    expect(this.heard.join('\n')).not.toContain(secret);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
