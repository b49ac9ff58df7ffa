import { join } from 'node:path';
import { dataFolder, flagsOf } from './options.mjs';
import { startNode, stop, wasStopped } from './processes.mjs';
import { ROOT } from './root.mjs';
import { say, Trouble } from './say.mjs';
import { onSourceChange } from './watch.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const SERVER = join(ROOT, 'apps', 'web', 'server', 'main.ts');
const AGENT = join(ROOT, 'apps', 'agent', 'src', 'start.mjs');
const READY_LIMIT_MS = 60_000;
const CALM_MS = 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** The exit code of a program that was given a bad value: starting it again would not help. */
const BAD_VALUE = 2;

/** @typedef {{ url: string, failed: Promise<Trouble> }} Launched `failed` resolves when it cannot go on */

/**
 * Starts the server, waits until it listens, then starts the agent of this machine.
 * @param {{ values: Map<string, string>, watch: boolean }} options `watch`: each starts again when its sources change
 * @returns {Promise<Launched>}
 * @throws {Trouble} when the server does not start
 */
export const launch = async ({ values, watch }) => {
  const data = dataFolder(values);
  const common = ['--data', data, ...(values.has('--log-level') ? [] : ['--log-level', 'warn'])];
  const warm = values.has('--no-agent') ? undefined : warmAgent();
  const serverArgs = [SERVER, ...common, ...flagsOf(values, 'server'), ...(watch ? ['--dev'] : [])];
  const server = startNode(serverArgs);
  const url = await serverReady(server);
  if (watch) keepServer(server, [...serverArgs, '--port', new URL(url).port]);
  /** @type {Promise<Trouble>} */
  const serverFailed = new Promise((done) => {
    if (watch) return;
    server.once('exit', (code, signal) => done(new Trouble(`The server ended by itself (${howOf(code, signal)}).`)));
  });
  if (warm === undefined) return { url, failed: serverFailed };
  await warm;
  const args = [AGENT, '--server', url, '--token-file', join(data, 'agent.token'), ...common];
  const agentFailed = keepAgent([...args, ...flagsOf(values, 'agent')], watch);
  return { url, failed: Promise.race([serverFailed, agentFailed]) };
};

/** @param {number | null} code @param {string | null} signal */
const howOf = (code, signal) => signal ?? `exit code ${code}`;

/**
 * Lets the agent's code be compiled and kept while the server starts: an agent that finds it needs a third less memory. What
 * goes wrong here the agent itself will say. @returns {Promise<void>}
 */
const warmAgent = () => new Promise((done) => startNode([AGENT, '--warm-cache']).once('close', () => done()));

/** @param {ChildProcess} server @returns {Promise<string>} its address */
const serverReady = (server) =>
  new Promise((done, fail) => {
    const timer = setTimeout(
      () =>
        fail(
          new Trouble(
            `The server did not answer within ${READY_LIMIT_MS / 1000} s: try again when the machine is less busy.`,
          ),
        ),
      READY_LIMIT_MS,
    );
    server.on('message', (message) => {
      const note = /** @type {{ type?: unknown, url?: unknown }} */ (message);
      if (note.type !== 'ready' || typeof note.url !== 'string') return;
      clearTimeout(timer);
      done(note.url);
    });
    server.once('exit', (code, signal) => {
      clearTimeout(timer);
      // A server that ended by itself has printed its own sentence; only its exit code is handed on.
      fail(new Trouble(signal ? `The server was ended by ${signal} before it listened: try again.` : '', code || 1));
    });
  });

/**
 * Starts the server again, on the same port, when its sources change.
 * @param {ChildProcess} first @param {readonly string[]} args
 */
const keepServer = (first, args) => {
  let server = first;
  onSourceChange(['apps/web/server', 'packages', 'prisma-free-db'], async () => {
    await stop(server);
    server = startNode(args);
    server.once('exit', (code) => {
      if (code) say('The server did not start again: it tries when a file changes.');
    });
  });
};

/**
 * Starts the agent, and again when it ends by itself, each time after a longer pause.
 * @param {readonly string[]} args @param {boolean} watch
 * @returns {Promise<Trouble>} resolves when it refuses a value
 */
const keepAgent = (args, watch) =>
  new Promise((refused) => {
    let pauseMs = FIRST_PAUSE_MS;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const start = () => {
      const startedMs = Date.now();
      const agent = startNode(args);
      agent.once('exit', (code, signal) => {
        if (wasStopped(agent)) return;
        // It has said which, and nothing but another value would help.
        if (code === BAD_VALUE) return refused(new Trouble('', BAD_VALUE));
        pauseMs = Date.now() - startedMs > CALM_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        say(`The agent ended (${howOf(code, signal)}); starting it again in ${pauseMs / 1000} s.`);
        timer = setTimeout(restart, pauseMs).unref();
      });
      return agent;
    };
    let current = start();
    const restart = () => {
      current = start();
    };
    if (!watch) return;
    onSourceChange(['apps/agent/src', 'packages'], async () => {
      clearTimeout(timer);
      await stop(current);
      restart();
    });
  });
