import { join } from 'node:path';
import { howOf, keepAgent, warmAgent } from './agent.mjs';
import { dataFolder, flagsOf } from './options.mjs';
import { startNode, stop } from './processes.mjs';
import { ROOT } from './root.mjs';
import { say, Trouble } from './say.mjs';
import { onSourceChange } from './watch.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const SERVER = join(ROOT, 'apps', 'web', 'server', 'main.ts');
const READY_LIMIT_MS = 60_000;

/**
 * @typedef {{ url: string, agentUrl: string, port: number, welcome?: string, warning?: string }} Ready `welcome` is the link that makes the first
 *   admin, while there is none; `warning` is what whoever started it should know
 * @typedef {Ready & { failed: Promise<Trouble> }} Launched `failed` resolves when it cannot go on
 */

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
  const ready = await serverReady(server);
  if (watch) keepServer(server, [...serverArgs, '--port', String(ready.port)]);
  /** @type {Promise<Trouble>} */
  const serverFailed = new Promise((done) => {
    if (watch) return;
    server.once('exit', (code, signal) => done(new Trouble(`The server ended by itself (${howOf(code, signal)}).`)));
  });
  if (warm === undefined) return { ...ready, failed: serverFailed };
  await warm;
  const args = [
    '--server',
    ready.agentUrl,
    '--token-file',
    join(data, 'agent.token'),
    ...common,
    ...permission(values),
  ];
  const agentFailed = keepAgent([...args, ...flagsOf(values, 'agent')], watch);
  return { ...ready, failed: Promise.race([serverFailed, agentFailed]) };
};

/**
 * Whether the agent may change settings: one that root starts may, as it is its own user's machine, unless that is declined.
 * @param {Map<string, string>} values @returns {string[]}
 */
const permission = (values) => {
  // Of the two words of a person the one that declines counts.
  if (values.has('--no-apply')) delete process.env['NETSTRATA_ALLOW_APPLY'];
  return values.has('--no-apply') || process.geteuid?.() !== 0 ? [] : ['--allow-apply'];
};

/** What is said after the address. @param {Partial<Ready>} ready @returns {readonly string[]} */
export const furtherLines = ({ welcome, warning }) => [
  ...(warning === undefined ? [] : [`Warning: ${warning}`]),
  ...(welcome === undefined
    ? []
    : [`Nobody can sign in yet. Make the first admin at ${welcome}   (once, within a day)`]),
];

/** @param {ChildProcess} server @returns {Promise<Ready>} */
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
      const note = /** @type {Partial<Ready> & { type?: string }} */ (message);
      const { url, agentUrl, port } = note;
      if (note.type !== 'ready' || !url || !agentUrl || !port) return;
      clearTimeout(timer);
      done({ ...note, url, agentUrl, port });
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
    // Each start makes a link of its own, and the one before is good no more.
    server.on('message', (message) => {
      for (const line of furtherLines(/** @type {Partial<Ready>} */ (message))) say(line);
    });
    server.once('exit', (code) => {
      if (code) say('The server did not start again: it tries when a file changes.');
    });
  });
};
