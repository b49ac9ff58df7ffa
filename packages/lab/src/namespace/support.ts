import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { namespacePrefix } from './owner.ts';
import { IP } from './run.ts';

/** Whether namespaces can be made here; `reason` is a sentence for the line that says why a test was skipped. */
export interface LabSupport {
  readonly ok: boolean;
  readonly reason: string;
}

const no = (reason: string): LabSupport => ({ ok: false, reason });

const probe = (): LabSupport => {
  if (process.platform !== 'linux') return no('the lab needs Linux');
  if (process.getuid?.() !== 0) return no('network namespaces need root');
  const name = `${namespacePrefix()}probe`;
  const added = spawnSync(IP, ['netns', 'add', name], { encoding: 'utf8' });
  if (added.error) return no('the command ip (package iproute2) is not installed');
  if (added.status !== 0) return no(`ip cannot make a network namespace: ${added.stderr.trim()}`);
  spawnSync(IP, ['netns', 'del', name]);
  return { ok: true, reason: '' };
};

let known: LabSupport | undefined;

/** Tells whether `createNamespace` will work, by making and removing a namespace once in a process's life. */
export const labSupport = (): LabSupport => {
  known ??= probe();
  return known;
};

/** Whether a link can be given a delay where the kernel has no netem. */
export const hasTun = (): boolean => existsSync('/dev/net/tun');
