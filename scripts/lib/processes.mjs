import { spawn } from 'node:child_process';
import { childEnv, NODE, ROOT } from './root.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const GRACE_MS = 5000;

/** What runs, and whether it leads a process group that ends with it. @type {Map<ChildProcess, boolean>} */
const children = new Map();
/** @type {WeakSet<ChildProcess>} */
const stopped = new WeakSet();

/**
 * From now on `stopAll` ends it.
 * @template {ChildProcess} T
 * @param {T} child
 * @param {{ group?: boolean }} [options] `group`: spawned detached, so all that it started ends with it
 * @returns {T}
 */
export const track = (child, { group = false } = {}) => {
  children.set(child, group);
  for (const event of ['exit', 'error']) child.once(event, () => children.delete(child));
  return child;
};

/**
 * Starts one of our own programs with Node 24; it ends when we do, since its IPC channel closes then.
 * @param {readonly string[]} args
 * @returns {ChildProcess}
 */
export const startNode = (args) =>
  track(spawn(NODE, args, { cwd: ROOT, env: childEnv(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));

/** @param {ChildProcess} child @param {boolean} group @param {NodeJS.Signals} signal */
const send = (child, group, signal) => {
  if (!group || child.pid === undefined) return void child.kill(signal);
  try {
    process.kill(-child.pid, signal);
  } catch {
    // no process of the group is left
  }
};

/**
 * Asks a program to end, and after `graceMs` makes it. Resolves when it is gone.
 * @param {ChildProcess} child @param {number} [graceMs]
 */
export const stop = async (child, graceMs = GRACE_MS) => {
  const group = children.get(child);
  if (group === undefined) return;
  stopped.add(child);
  const gone = new Promise((resolve) => {
    for (const event of ['exit', 'error']) child.once(event, resolve);
  });
  send(child, group, 'SIGTERM');
  const timer = setTimeout(() => send(child, group, 'SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
  // The leader is gone; what it left behind goes too.
  if (group) send(child, group, 'SIGKILL');
};

/** Whether it ended, or ends, because we asked. @param {ChildProcess} child */
export const wasStopped = (child) => stopped.has(child);

/** Stops every program, the youngest first: an agent hands over what it has while its server is there. */
export const stopAll = async (graceMs = GRACE_MS) => {
  for (;;) {
    const youngest = [...children.keys()].at(-1);
    if (youngest === undefined) return;
    await stop(youngest, graceMs);
  }
};

/**
 * Calls `end` once on Ctrl-C, SIGTERM, SIGHUP, or when the shell that npm started us from is gone: npm hands a signal
 * to that shell, and not every shell hands it on.
 * @param {(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void} end
 */
export const onEnd = (end) => {
  const parent = process.ppid;
  let ending = false;
  /** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} signal */
  const once = (signal) => {
    if (ending) return;
    ending = true;
    end(signal);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, once);
  setInterval(() => process.ppid !== parent && once('SIGHUP'), 500).unref();
};
