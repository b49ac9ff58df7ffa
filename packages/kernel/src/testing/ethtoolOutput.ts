import type { InterfaceFeature, InterfaceRow } from '../linkRows.ts';

/** What ethtool prints, line by line: names and values; behind a title the names carry it: `Current hardware settings/RX`. */
export function ethtoolLines(text: string): Map<string, string> {
  const values = new Map<string, string>();
  let title = '';
  let last = '';
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^\s*([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (value === '' && /maximums|settings/.test(name)) title = `${name}/`;
    else if (name !== '') {
      last = title + name.trim();
      values.set(last, value.trim());
      // A list goes on in lines of its own.
    } else if (/link modes|FEC/.test(last)) values.set(last, `${values.get(last)} ${line.trim()}`.trim());
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

const NOT_REPORTED = 'Not reported';
const sortedWords = (words: readonly string[]) => (words.length === 0 ? NOT_REPORTED : words.toSorted().join(' '));
/** Lists of ethtool are in an order of its own. */
export const inOrder = (value: string) => (value === NOT_REPORTED ? value : sortedWords(value.split(/\s+/)));
const FEC_MODES = ['None', 'RS', 'BASER', 'LLRS'];
const fecName = (mode: string) => (mode === 'BASER' ? 'BaseR' : mode);
const PORTS = ['TP', 'AUI', 'BNC', 'MII', 'FIBRE', 'Backplane'];

/** What ethtool makes of one set of link modes: its lines, which tell speeds, pause, autonegotiation and error correction apart. */
function likeModes(who: string, modes: readonly string[] = []): Record<string, string> {
  const pause = modes.includes('Pause');
  const asymmetric = modes.includes('Asym_Pause');
  const uses = pause ? (asymmetric ? 'Symmetric Receive-only' : 'Symmetric') : asymmetric ? 'Transmit-only' : 'No';
  const negotiates = who === 'Supported' ? 'Supports' : who;
  return {
    [`${who} link modes`]: sortedWords(modes.filter((mode) => mode.includes('base'))),
    [`${who} pause frame use`]: uses,
    [`${negotiates} auto-negotiation`]: modes.includes('Autoneg') ? 'Yes' : 'No',
    [`${who} FEC modes`]: sortedWords(modes.filter((mode) => FEC_MODES.includes(mode))),
  };
}

/** As `ethtool DEV`, as far as it is about the link; what ethtool calls unknown is left out. Its lists in alphabetical order. */
export function likeLink({ link }: InterfaceRow): Record<string, string> {
  const { speedMbit, duplex, autoneg, port, detected, transceiver } = link ?? {};
  const { supportedModes = [], advertisedModes, peerModes } = link ?? {};
  // Without settings of a link ethtool prints nothing of modes.
  const modes =
    transceiver === undefined
      ? {}
      : { ...likeModes('Supported', supportedModes), ...likeModes('Advertised', advertisedModes) };
  const peer = peerModes === undefined ? {} : likeModes('Link partner advertised', peerModes);
  return {
    ...(transceiver === undefined
      ? {}
      : {
          'Supported ports': `[ ${PORTS.filter((name) => supportedModes.includes(name)).join(' ')} ]`.replace(
            '  ',
            ' ',
          ),
        }),
    ...modes,
    ...peer,
    ...(transceiver === undefined ? {} : { Transceiver: transceiver }),
    ...(speedMbit === undefined ? {} : { Speed: `${speedMbit}Mb/s` }),
    ...(duplex === undefined ? {} : { Duplex: duplex === 'full' ? 'Full' : 'Half' }),
    ...(autoneg === undefined ? {} : { 'Auto-negotiation': orNone(autoneg) }),
    ...(port === undefined ? {} : { Port: port }),
    ...(detected === undefined ? {} : { 'Link detected': detected ? 'yes' : 'no' }),
  };
}

/** As `ethtool -I --show-fec`. */
export function likeFec({ fec }: InterfaceRow): Record<string, string> {
  if (fec === undefined) return {};
  const configured = [...(fec.auto ? ['Auto'] : []), ...fec.configured.map(fecName)];
  return {
    'Supported/Configured FEC encodings': sortedWords(configured),
    'Active FEC encoding': fecName(fec.active ?? 'None'),
    ...(fec.correctedBlocks === undefined ? {} : { corrected_blocks: String(fec.correctedBlocks) }),
    ...(fec.uncorrectableBlocks === undefined ? {} : { uncorrectable_blocks: String(fec.uncorrectableBlocks) }),
    ...(fec.correctedBits === undefined ? {} : { corrected_bits: String(fec.correctedBits) }),
  };
}

/** As `ethtool --show-eee`. */
export function likeEee({ eee }: InterfaceRow): Record<string, string> {
  if (eee === undefined) return {};
  const { enabled, active, txLpi, txLpiTimerUs, supportedModes = [], advertisedModes = [], peerModes = [] } = eee;
  return {
    'EEE status': enabled ? `enabled - ${active ? 'active' : 'inactive'}` : 'disabled',
    ...(enabled ? { 'Tx LPI': txLpi ? `${txLpiTimerUs} (us)` : 'disabled' } : {}),
    'Supported EEE link modes': sortedWords(supportedModes),
    'Advertised EEE link modes': sortedWords(advertisedModes),
    'Link partner advertised EEE link modes': sortedWords(peerModes),
  };
}

/** As `ethtool --show-priv-flags`. */
export function likePrivateFlags({ privateFlags = [] }: InterfaceRow): Record<string, string> {
  return Object.fromEntries(privateFlags.map(({ name, on }) => [name, orNone(on)]));
}
