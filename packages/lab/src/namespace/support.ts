import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

/** Whether the kernel has what a test needs besides namespaces: the commands must work inside a fresh one. */
const probeInside = (commands: readonly (readonly string[])[], lack: string): LabSupport => {
  const support = labSupport();
  if (!support.ok) return support;
  const name = `${namespacePrefix()}probe`;
  spawnSync(IP, ['netns', 'add', name]);
  const works = commands.every((words) => spawnSync(IP, ['netns', 'exec', name, ...words]).status === 0);
  spawnSync(IP, ['netns', 'del', name]);
  return works ? support : no(lack);
};

/** Tells whether a link can have delay, loss or another order. */
export const delaySupport = (): LabSupport => {
  if (hasTun()) return labSupport();
  return probeInside(
    [['tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms']],
    'delay and loss need netem or /dev/net/tun',
  );
};

/** Tells whether a link can treat packets in a way that only a relay between TUN devices does. */
export const tunSupport = (): LabSupport => (hasTun() ? labSupport() : no('this needs /dev/net/tun'));

/** Tells whether connections can be tracked in a namespace. */
export const nftSupport = (): LabSupport =>
  probeInside(
    [
      ['nft', 'add', 'table', 'ip', 'lab'],
      ['nft', 'add', 'chain', 'ip', 'lab', 'first', '{ type filter hook input priority 0; }'],
      ['nft', 'add', 'rule', 'ip', 'lab', 'first', 'ct', 'state', 'new', 'counter'],
      ['test', '-e', '/proc/sys/net/netfilter/nf_conntrack_count'],
    ],
    'tracking connections needs the command nft and nf_conntrack',
  );

/** Tells whether the kernel knows a congestion control, "bbr". */
export const congestionSupport = (name: string): LabSupport => {
  const known = readFileSync('/proc/sys/net/ipv4/tcp_available_congestion_control', 'utf8').trim().split(/\s+/);
  return known.includes(name) ? labSupport() : no(`this kernel has no ${name}`);
};

/** Tells whether the kernel tracks connections for a rule of nft, in a namespace of its own. */
export const conntrackSupport = (): LabSupport =>
  probeInside(
    [
      ['nft', 'add', 'table', 'ip', 'probe'],
      ['nft', 'add', 'chain', 'ip', 'probe', 'input', '{ type filter hook input priority 0; }'],
      ['nft', 'add', 'rule', 'ip', 'probe', 'input', 'ct', 'state', 'new', 'counter'],
    ],
    'connection tracking needs nft and a kernel with it',
  );
