import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Node 24, brought by the optional dependencies; absent before the first install. */
export const NODE = join(ROOT, 'node_modules', '.bin', 'node');

/** @param {string} name a command of node_modules/.bin */
export const bin = (name) => join(ROOT, 'node_modules', '.bin', name);

/** The environment of everything we start: our Node first on PATH, no telemetry, no colour codes in logs we parse. */
export const childEnv = () => ({
  ...process.env,
  PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
});
