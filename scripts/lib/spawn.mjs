import { spawn } from 'node:child_process';
import { track } from './processes.mjs';
import { childEnv, ROOT } from './root.mjs';

/**
 * Runs a command to its end, its output kept. In a process group of its own: a signal to us ends all that it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, echo?: boolean }} [options] `echo` also prints it, line by line
 * @returns {Promise<{ code: number, output: string }>} code 127 when the command does not exist
 */
export const runCommand = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...childEnv(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    track(child, { group: true });
    let output = '';
    let printed = 0;
    // Whole lines: another command may print beside.
    const print = (end = output.lastIndexOf('\n') + 1) => {
      if (options.echo && end > printed) process.stdout.write(output.slice(printed, end));
      printed = Math.max(printed, end);
    };
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk.toString();
      print();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code) => {
      print(output.length);
      resolve({ code: code ?? 1, output });
    });
  });

const REPEAT_MS = 10_000;

/**
 * Says what is going on while a long step runs, and every ten seconds how long it has taken.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {number} [quietMs] nothing is said of a step that is done by then
 * @returns {Promise<T>}
 */
export const withProgress = async (title, work, quietMs = 0) => {
  const startMs = Date.now();
  const first = setTimeout(() => process.stdout.write(`${title} …\n`), quietMs);
  const more = setInterval(() => {
    process.stdout.write(`  ${title}: ${Math.round((Date.now() - startMs) / 1000)} s\n`);
  }, REPEAT_MS);
  try {
    return await work();
  } finally {
    clearTimeout(first);
    clearInterval(more);
  }
};
