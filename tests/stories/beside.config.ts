// A page of the agents' console beside the member's real window: opened, and told what to do, by tests/src/window/agent_page.rs.
import { defineConfig } from '@playwright/test';
import { executable, switches } from './rig/browser.ts';
import stories from './playwright.config.ts';

export default defineConfig(stories, {
  testMatch: '**/beside/*.ts',
  // Whoever tells the story has a limit for all of it.
  timeout: 0,
  expect: { timeout: 20_000 },
  use: {
    // On the display on which the window stands, too.
    headless: false,
    viewport: null,
    locale: 'en-GB',
    trace: 'off',
    actionTimeout: 20_000,
    launchOptions: {
      executablePath: executable(),
      args: [...switches(), '--window-position=0,0', '--window-size=1280,800'],
    },
  },
});
