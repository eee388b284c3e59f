// Signing in: each thing that can be wrong has words of its own, and the password goes nowhere before the desk is known.
import { createServer, type Server } from 'node:http';
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
  const heard: string[] = [];
  const other = await listen((body) => heard.push(body));
  await app.open();
  await app.signIn.chooseOther(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  await expect(app.signIn.address).toHaveAccessibleDescription(new RegExp(t('error-not-a-desk')));
  await app.signIn.as(house.ready.member);
  await expect(app.signIn.problem).toContainText(t('error-not-a-desk'));
  expect(heard.length, 'it was asked what it is').toBeGreaterThan(0);
  expect(heard.join('\n')).not.toContain(house.ready.member.password);
  await snap('not-a-desk');
  other.closeAllConnections();
  other.close();
});

/** A web server that is no desk, and writes down everything it is sent. */
async function listen(hear: (all: string) => void): Promise<Server> {
  const server = createServer((request, answer) => {
    let body = `${request.method} ${request.url} ${JSON.stringify(request.headers)} `;
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      hear(body);
      answer.setHeader('content-type', 'text/html');
      answer.end('<!doctype html><title>Cats</title>');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
