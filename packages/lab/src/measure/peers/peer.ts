import { existsSync } from 'node:fs';
import type { Measured, SubjectName } from '../subject.ts';

/** A peer that is running, and what it costs. */
interface RunningPeer extends AsyncDisposable {
  /** Asked for when the peer has settled. */
  measured(): Measured;
}

/** A program that others use for the same purpose. */
export interface Peer {
  readonly subject: SubjectName;
  /** Where Debian puts it; undefined when it is not installed. */
  readonly path: string | undefined;
  readonly debianPackage: string;
  start(path: string): Promise<RunningPeer>;
}

const FOLDERS = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin'];

export const findProgram = (name: string): string | undefined =>
  FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));

/** Does something at each full second until the returned function is called; a run that takes longer is waited for. */
export const eachSecond = (act: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= act()
      .catch(() => undefined)
      .finally(() => {
        running = undefined;
      });
  }, 1000);
  return async () => {
    clearInterval(timer);
    await running;
  };
};
