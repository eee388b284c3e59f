import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { executable, switches } from './rig/browser.ts';

// Traces of failures. A folder of each run's own: a run begins by emptying it, and two runs may go on at once.
process.env.SVARA_STORY_RESULTS ??= mkdtempSync(join(tmpdir(), 'svara-stories-'));

export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  outputDir: process.env.SVARA_STORY_RESULTS,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // A story that passes at the second try has found something.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1200, height: 800 },
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: executable(), args: switches() },
  },
});
