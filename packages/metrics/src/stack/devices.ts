import { sumKnown } from '../rates.ts';
import type { Labels, SampleWindow } from '../types.ts';
import { COMMAS, joinWords, sameWords, type Words, words } from '../words/index.ts';
import { ID } from './ids.ts';
import { DEVICE_SECONDS } from './thresholds.ts';

/** Devices whose traffic passes another device too, or is only nominally a link. */
const VIRTUAL =
  /^(veth|docker|br-|br\d|virbr|cni|flannel|cali|cilium|vxlan|geneve|gre|sit|ip6tnl|tun|tap|dummy|ifb|wg|vnet|lxc|bond|team|macvlan|ipvlan|nlmon)|\.\d+$/;

export function isVirtual(device: string): boolean {
  return device === 'lo' || VIRTUAL.test(device);
}

export function deviceOf(labels: Labels): string {
  return labels['device'] ?? '';
}

/**
 * The devices whose bytes are the machine's traffic, each byte once: real links first; without traffic there bridges,
 * tunnels and pairs; loopback when nothing else moved.
 */
export function trafficDevices(window: SampleWindow): readonly Labels[] {
  const known = window.labelsOf(ID.dev.rxBytes).filter((labels) => window.last(ID.dev.rxBytes, labels) !== undefined);
  const moved = (labels: Labels) =>
    (sumKnown([ID.dev.rxBytes, ID.dev.txBytes].map((metric) => window.delta(metric, DEVICE_SECONDS, labels))) ?? 0) > 0;
  const real = known.filter((labels) => !isVirtual(deviceOf(labels)));
  const virtual = known.filter((labels) => isVirtual(deviceOf(labels)) && deviceOf(labels) !== 'lo');
  const loopback = known.filter((labels) => deviceOf(labels) === 'lo');
  for (const group of [real, virtual, loopback]) {
    const active = group.filter(moved);
    if (active.length > 0) return active;
  }
  return [real, virtual, loopback].find((group) => group.length > 0) ?? [];
}

/** "eth0, eth1 and 3 more". */
export function deviceList(devices: readonly Labels[]): Words {
  const names = devices.map((labels) => sameWords(deviceOf(labels)));
  if (names.length <= 3) return joinWords(names, COMMAS);
  const shown = joinWords(names.slice(0, 2), COMMAS);
  return words(`${shown.en} and ${names.length - 2} more`, `${shown['zh-CN']} 和另外 ${names.length - 2} 个`);
}
