import { Agent } from './Agent.ts';
import { openLog } from './log.ts';
import type { AgentOptions } from './options.ts';
import { isLoopback } from './uplink/isLoopback.ts';

/** Runs the agent until a signal, or until the process that started us with an IPC channel is gone. Resolves at the end. */
export async function run(options: AgentOptions): Promise<void> {
  const log = openLog(options.logLevel);
  const ended = Promise.withResolvers<string>();
  let signals = 0;
  const onSignal = (signal: string): void => {
    signals++;
    // Who asks twice does not want to wait.
    if (signals > 1) process.exit(0);
    ended.resolve(signal);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, onSignal);
  process.once('disconnect', () => ended.resolve('its parent is gone'));
  if (options.server.startsWith('http:') && !isLoopback(options.server))
    log.warn(
      'the way to the server is not encrypted: others on it can read and forge what this host reports; its orders are sealed. Use https',
      { server: options.server },
    );
  const agent = new Agent(options, log);
  await agent.start();
  log.debug('started', { intervalMs: options.intervalMs, server: options.server });
  const why = await ended.promise;
  log.debug('ending', { why });
  await agent.stop();
}
