import { constants } from 'node:os';
import { onEnd, stopAll } from './processes.mjs';

/** One line for a person. @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`);

/** A failure a person can act on: printed as one sentence, without a stack. */
export class Trouble extends Error {
  /** @param {string} sentence empty when a program of ours has said it already @param {number} [exitCode] */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's main function. Whatever ends it, a signal too, ends every program that it started.
 * @param {() => Promise<number | void>} main resolves to the exit code, 0 when it gives none; a Trouble is printed as its sentence
 * @param {{ signalCode?: number, graceMs?: number }} [options] `signalCode`: the exit code after a signal (default: as a shell
 *   gives it); `graceMs`: how long programs may take to end
 */
export const run = (main, { signalCode, graceMs } = {}) => {
  let ending = false;
  /** @param {number} code */
  const leave = async (code) => {
    ending = true;
    await stopAll(graceMs);
    process.exit(code);
  };
  onEnd((signal) => leave(signalCode ?? 128 + constants.signals[signal]));
  main().then(
    (code) => ending || leave(code ?? 0),
    (error) => {
      // What fails because it was told to end is no news.
      if (ending) return;
      const text = error instanceof Trouble ? error.message : (error?.stack ?? String(error));
      if (text !== '') process.stderr.write(`${text}\n`);
      return leave(error instanceof Trouble ? error.exitCode : 1);
    },
  );
};
