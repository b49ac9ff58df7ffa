import { spawn } from 'node:child_process';
import { childEnv, NODE, ROOT } from './root.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const children = new Set();

/**
 * Starts one of our own programs with Node 24; it ends when we do, since its IPC channel closes then.
 * @param {readonly string[]} args
 * @returns {ChildProcess}
 */
export const startNode = (args) => {
  const child = spawn(NODE, args, { cwd: ROOT, env: childEnv(), stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
};

/** Asks every program to end, and after `graceMs` makes it. Resolves when all are gone. */
export const stopAll = async (graceMs = 5000) => {
  const gone = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) child.kill('SIGTERM');
  const timer = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, graceMs);
  await Promise.all(gone);
  clearTimeout(timer);
};

/**
 * Calls `stop` once on Ctrl-C, SIGTERM, SIGHUP, or when the shell that npm started us from is gone: npm hands a signal
 * to that shell, and not every shell hands it on.
 * @param {() => void} stop
 */
export const onEnd = (stop) => {
  const parent = process.ppid;
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  setInterval(() => process.ppid !== parent && end(), 500).unref();
};
