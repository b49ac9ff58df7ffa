import { defineConfig } from '@playwright/test';

/** Real Chromium against the built product; each file starts its own server and agent on free ports. */
const executablePath = process.env['NETSTRATA_CHROMIUM'];

export default defineConfig({
  testDir: '.',
  // Ample, since a wait ends when what it waits for is there: only a failure takes as long.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: 'test-results',
  use: {
    viewport: { width: 1440, height: 900 },
    // Without a GPU the moving picture takes a core for itself, which the traffic under test needs.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
