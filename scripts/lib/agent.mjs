import { join } from 'node:path';
import { startNode, stop, wasStopped } from './processes.mjs';
import { ROOT } from './root.mjs';
import { say, Trouble } from './say.mjs';
import { onSourceChange } from './watch.mjs';

const AGENT = join(ROOT, 'apps', 'agent', 'src', 'start.mjs');
const CALM_MS = 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** The exit code of a program that was given a bad value: starting it again would not help. */
const BAD_VALUE = 2;

/** How a program ended, in words. @param {number | null} code @param {string | null} signal */
export const howOf = (code, signal) => signal ?? `exit code ${code}`;

/**
 * Lets the agent's code be compiled and kept while the server starts: an agent that finds it needs a third less memory. What
 * goes wrong here the agent itself will say. @returns {Promise<void>}
 */
export const warmAgent = () => new Promise((done) => startNode([AGENT, '--warm-cache']).once('close', () => done()));

/**
 * Starts the agent, and again when it ends by itself, each time after a longer pause.
 * @param {readonly string[]} args @param {boolean} watch
 * @returns {Promise<Trouble>} resolves when it refuses a value
 */
export const keepAgent = (args, watch) =>
  new Promise((refused) => {
    let pauseMs = FIRST_PAUSE_MS;
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const start = () => {
      const startedMs = Date.now();
      const agent = startNode([AGENT, ...args]);
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
