import { join } from 'node:path';
import { dataFolder, flagsOf } from './options.mjs';
import { startNode, stopAll } from './processes.mjs';
import { ROOT } from './root.mjs';
import { say, Trouble } from './say.mjs';

const SERVER = join(ROOT, 'apps', 'web', 'server', 'main.ts');
const AGENT = join(ROOT, 'apps', 'agent', 'src', 'start.mjs');
const READY_LIMIT_MS = 60_000;
const CALM_MS = 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** @typedef {{ url: string, failed: Promise<string> }} Launched `failed` resolves to a sentence if the server ends by itself */

/**
 * Starts the server, waits until it listens, then starts the agent of this machine.
 * @param {{ values: Map<string, string>, watch: boolean }} options
 * @returns {Promise<Launched>}
 */
export const launch = async ({ values, watch }) => {
  const agentOff = values.has('--no-agent') || /^(1|true|yes)$/i.test(process.env['NETSTRATA_NO_AGENT'] ?? '');
  const warm = agentOff ? undefined : warmAgent();
  const quiet = values.has('--log-level') || process.env['NETSTRATA_LOG_LEVEL'] ? [] : ['--log-level', 'warn'];
  const server = startNode([
    ...(watch ? ['--watch'] : []),
    SERVER,
    ...flagsOf(values, 'server'),
    ...(watch ? ['--dev'] : []),
    ...quiet,
  ]);
  const failed = new Promise((done) => {
    server.once('exit', (code, signal) =>
      done(`The server ended (${signal ?? `exit code ${code}`}); its last lines above say why.`),
    );
  });
  const url = await serverReady(server).catch(async (error) => {
    await stopAll();
    throw error;
  });
  if (warm !== undefined) {
    await warm;
    keepAgent({ watch, args: agentArgs(values, url, quiet) });
  }
  return { url, failed };
};

/**
 * Lets the agent's code be compiled and kept while the server starts: an agent that finds it needs a third less memory. What
 * goes wrong here the agent itself will say. @returns {Promise<void>}
 */
const warmAgent = () => new Promise((done) => startNode([AGENT, '--warm-cache']).once('close', () => done()));

/** @param {Map<string, string>} values @param {string} url @param {readonly string[]} quiet */
const agentArgs = (values, url, quiet) => {
  const data = dataFolder(values);
  return [
    '--server',
    url,
    '--token-file',
    join(data, 'agent.token'),
    '--data',
    data,
    ...flagsOf(values, 'agent'),
    ...quiet,
  ];
};

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} its address */
const serverReady = (server) =>
  new Promise((done, fail) => {
    const timer = setTimeout(
      () => fail(new Trouble(`The server did not answer within ${READY_LIMIT_MS / 1000} s.`)),
      READY_LIMIT_MS,
    );
    server.on('message', (message) => {
      const note = /** @type {{ type?: unknown, url?: unknown }} */ (message);
      if (note.type !== 'ready' || typeof note.url !== 'string') return;
      clearTimeout(timer);
      done(note.url);
    });
    // The server has printed its own sentence; only its exit code is handed on.
    server.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Trouble('Netstrata did not start.', code || 1));
    });
  });

/**
 * Starts the agent, and again when it ends by itself, each time after a longer pause.
 * @param {{ watch: boolean, args: readonly string[] }} options
 */
const keepAgent = ({ watch, args }) => {
  let pauseMs = FIRST_PAUSE_MS;
  const start = () => {
    const startedMs = Date.now();
    const agent = startNode([...(watch ? ['--watch'] : []), AGENT, ...args]);
    agent.once('exit', (code, signal) => {
      if (signal === 'SIGTERM' || signal === 'SIGKILL' || code === 0) return;
      if (code === 2) return say('The agent did not start: the sentence above says why. The page shows no live data.');
      pauseMs = Date.now() - startedMs > CALM_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      say(`The agent ended (${signal ?? `exit code ${code}`}); starting it again in ${pauseMs / 1000} s.`);
      setTimeout(start, pauseMs).unref();
    });
  };
  start();
};
