import { createServer, type RunningServer } from './createServer.ts';
import { helpText, readConfig } from './start/config.ts';
import { createLog } from './start/log.ts';
import { StartError } from './start/StartError.ts';

/**
 * A slow disk or a busy machine may hold up the last transaction; what is not acknowledged the agents send again. A little less than
 * the launcher waits before it kills.
 */
const CLOSE_WITHIN_MS = 4500;

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  if (config === 'help') {
    process.stdout.write(`${helpText()}\n`);
    return;
  }
  // The history and the agents' key are for their owner alone.
  process.umask(0o077);
  const log = createLog(config.logLevel);
  let running: RunningServer | undefined;
  let ending = false;
  const end = (why: string): void => {
    if (ending) return;
    ending = true;
    log.info({ why }, 'the server stops');
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    Promise.resolve(running?.close()).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the server could not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  // Started by the launcher, the server ends with it.
  process.on('disconnect', () => end('the launcher is gone'));
  running = await createServer({ ...config, log });
  const { page, agentUrl, port, welcome, warning } = running;
  log.info({ data: config.dataFolder }, `the server is at ${page}`);
  process.send?.({ type: 'ready', url: page, agentUrl, port, welcome, warning });
}

main().catch((error: unknown) => {
  const isPlain = error instanceof StartError;
  process.stderr.write(`${isPlain ? error.message : error instanceof Error ? error.stack : String(error)}
`);
  process.exit(isPlain ? error.exitCode : 1);
});
