// Eyes on what must never happen in a page.
import type { Page } from '@playwright/test';

/** Writes down what no story may cause: errors in the page, broken policy, requests to anybody but the page's host. */
export async function watch(page: Page, ours: string): Promise<string[]> {
  const never: string[] = [];
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on('pageerror', (error) => never.push(`${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The browser reports each refused command; refusing is what the command was asked for.
    if (message.text().startsWith('Failed to load resource') && message.location().url.includes('/api/')) return;
    never.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== ours && !['data:', 'blob:', 'about:'].includes(url.protocol)) never.push(`request to ${url}`);
  });
  page.on('dialog', (dialog) => {
    never.push(`a dialog of the page: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return never;
}
