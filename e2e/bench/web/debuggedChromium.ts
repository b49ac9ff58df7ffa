import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS } from '../../browserArgs.ts';

export interface DebuggedChromium extends AsyncDisposable {
  /** Where it listens for whoever drives it, on loopback. */
  readonly port: number;
}

const STOP_LIMIT_MS = 10_000;

/** A Chromium that another program drives, with its profile in a folder that the caller removes. @throws Error when it does not start */
export const startDebuggedChromium = async (folder: string): Promise<DebuggedChromium> => {
  const child = spawn(
    process.env['NETSTRATA_CHROMIUM'] ?? chromium.executablePath(),
    [
      ...BROWSER_ARGS,
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${join(folder, 'profile')}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const closed = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await closed;
    clearTimeout(limit);
  };
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume();
    return { port: Number(port), [Symbol.asyncDispose]: stop };
  }
  await stop();
  throw new Error('Chromium ended before it could be driven.');
};
