/** One line for a person. @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`);

/** A failure a person can act on: printed as one sentence, without a stack. */
export class Trouble extends Error {
  /** @param {string} sentence @param {number} [exitCode] */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's main function; a Trouble ends it with its sentence and exit code.
 * @param {() => Promise<number | void>} main resolves to the exit code, 0 when it gives none
 */
export const run = (main) => {
  main().then(
    (code) => process.exit(code ?? 0),
    (error) => {
      process.stderr.write(`${error instanceof Trouble ? error.message : (error?.stack ?? error)}\n`);
      process.exit(error instanceof Trouble ? error.exitCode : 1);
    },
  );
};
