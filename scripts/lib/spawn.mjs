import { spawn } from 'node:child_process';
import { childEnv, ROOT } from './root.mjs';

/**
 * Runs a command to its end, its output kept.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, echo?: boolean, onOutput?: (text: string) => void }} [options] `echo` also prints as it comes
 * @returns {Promise<{ code: number, output: string }>} code 127 when the command does not exist
 */
export const runCommand = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...childEnv(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk.toString();
      options.onOutput?.(chunk.toString());
      if (options.echo) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });

/**
 * Says what is going on while a long step runs, and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withProgress = async (title, work) => {
  const startMs = Date.now();
  const seconds = () => Math.round((Date.now() - startMs) / 1000);
  process.stdout.write(`${title} …\n`);
  const timer = setInterval(() => process.stdout.write(`  ${title}: ${seconds()} s\n`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
};
