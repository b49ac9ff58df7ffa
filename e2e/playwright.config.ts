import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS } from './browserArgs.ts';

/** Real Chromium against the built product; each file starts its own server and agent on free ports. */
const executablePath = process.env['NETSTRATA_CHROMIUM'];

/**
 * Files about hosts in network namespaces of their own that make trouble there, and mostly wait: one of them runs beside one that looks
 * at this machine. Two that look at this machine would see each other; and what is lost in one namespace every host of this machine is
 * told of, so that the wall would not be quiet beside it.
 */
const APART = /\/(accept-queue|apply|everywhere|interfaces|lab|processes|troubles|udp|wall)\.spec\.ts$/;

export default defineConfig({
  testDir: '.',
  // Ample, since a wait ends when what it waits for is there: only a failure takes as long.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  fullyParallel: false,
  workers: 2,
  projects: [
    { name: 'machine', testIgnore: APART, workers: 1 },
    { name: 'apart', testMatch: APART, workers: 1 },
  ],
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  outputDir: 'test-results',
  use: {
    viewport: { width: 1440, height: 900 },
    // Without a GPU the moving picture takes a core for itself, which the traffic under test needs.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    // Without one, a page that never comes is told as a test that took too long, ten minutes later.
    navigationTimeout: 120_000,
    actionTimeout: 120_000,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: BROWSER_ARGS,
    },
  },
});
