import type { InterfaceFeature, InterfaceRow } from '../linkRows.ts';

/** What ethtool prints, line by line: names and values; behind a title the names carry it: `Current hardware settings/RX`. */
export function ethtoolLines(text: string): Map<string, string> {
  const values = new Map<string, string>();
  let title = '';
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^\s*([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (value === '' && /maximums|settings/.test(name)) title = `${name}/`;
    else if (name !== '') values.set(title + name.trim(), value.trim());
  }
  return values;
}

const orNone = (value: number | boolean | undefined) =>
  value === undefined ? 'n/a' : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);

/** As `ethtool -g` prints them, by its lines. */
export function likeRings({ rings }: InterfaceRow): Record<string, string> {
  if (rings === undefined) return {};
  const { rx, rxMini, rxJumbo, tx } = rings;
  return pairs({ RX: rx, 'RX Mini': rxMini, 'RX Jumbo': rxJumbo, TX: tx });
}

/** As `ethtool -l`. */
export function likeChannels({ channels }: InterfaceRow): Record<string, string> {
  if (channels === undefined) return {};
  const { rx, tx, other, combined } = channels;
  return pairs({ RX: rx, TX: tx, Other: other, Combined: combined });
}

function pairs(adjustables: Readonly<Record<string, { current?: number | undefined; max?: number | undefined }>>) {
  const lines: Record<string, string> = {};
  for (const [name, { current, max }] of Object.entries(adjustables)) {
    lines[`Pre-set maximums/${name}`] = orNone(max);
    lines[`Current hardware settings/${name}`] = orNone(current);
  }
  return lines;
}

/** As `ethtool -c`: ours, and n/a for the names that we have not. */
export function likeCoalesce({ coalesce }: InterfaceRow, names: readonly string[]): Record<string, string> {
  const ours = new Map(coalesce?.map(({ name, value }) => [name, value]));
  const both = (name: string) => `${orNone(ours.get(`${name}-rx`))}  TX: ${orNone(ours.get(`${name}-tx`))}`;
  const special: Record<string, string> = { 'Adaptive RX': both('adaptive'), 'CQE mode RX': both('cqe-mode') };
  return Object.fromEntries(names.map((name) => [name, special[name] ?? orNone(ours.get(name))]));
}

/** The kernel's names of features that ethtool calls otherwise. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'rx-checksum': 'rx-checksumming',
  'tx-generic-segmentation': 'generic-segmentation-offload',
  'rx-gro': 'generic-receive-offload',
  'rx-lro': 'large-receive-offload',
  'rx-vlan-hw-parse': 'rx-vlan-offload',
  'tx-vlan-hw-insert': 'tx-vlan-offload',
  'rx-ntuple-filter': 'ntuple-filters',
  'rx-hashing': 'receive-hashing',
};
/** What it prints of several features together. */
export const FEATURE_GROUPS = ['Features for', 'tx-checksumming', 'scatter-gather', 'tcp-segmentation-offload'];

/** As `ethtool -k`. */
export function likeFeatures(features: readonly InterfaceFeature[] = []): Record<string, string> {
  return Object.fromEntries(
    features.map(({ name, on, wanted, fixed }) => {
      const more = fixed ? ' [fixed]' : wanted === on ? '' : ` [requested ${orNone(wanted)}]`;
      return [OLD_NAMES[name] ?? name, orNone(on) + more];
    }),
  );
}

/** As `ethtool -a`. */
export function likePause({ pause }: InterfaceRow): Record<string, string> {
  if (pause === undefined) return {};
  return { Autonegotiate: orNone(pause.autoneg), RX: orNone(pause.rx), TX: orNone(pause.tx) };
}

/** As `ethtool -i`. */
export function likeDriver({ driver }: InterfaceRow): Record<string, string> {
  if (driver === undefined) return {};
  const { name, version, firmwareVersion, busInfo } = driver;
  return { driver: name, version, 'firmware-version': firmwareVersion, 'bus-info': busInfo };
}

/** As `ethtool DEV`, as far as it is about the link; what ethtool calls unknown is left out. */
export function likeLink({ link }: InterfaceRow): Record<string, string> {
  const { speedMbit, duplex, autoneg, port, detected } = link ?? {};
  return {
    ...(speedMbit === undefined ? {} : { Speed: `${speedMbit}Mb/s` }),
    ...(duplex === undefined ? {} : { Duplex: duplex === 'full' ? 'Full' : 'Half' }),
    ...(autoneg === undefined ? {} : { 'Auto-negotiation': orNone(autoneg) }),
    ...(port === undefined ? {} : { Port: port }),
    ...(detected === undefined ? {} : { 'Link detected': detected ? 'yes' : 'no' }),
  };
}
