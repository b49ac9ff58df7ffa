import { formatValue, type InterfaceDetails, type InterfacesReport } from '@netstrata/metrics';
import { cpuList } from './cpuList.ts';
import { eeeOf, fecOf } from './linkSettings.ts';
import { orUndefined, type Setting, settingsOf } from './setting.ts';
import { INTERFACES_TEXT } from './text.ts';

export type GroupId =
  | 'driver'
  | 'link'
  | 'device'
  | 'rings'
  | 'channels'
  | 'coalesce'
  | 'pause'
  | 'fec'
  | 'eee'
  | 'privateFlags'
  | 'receive'
  | 'transmit';

/** With those that the page draws as lists of names. */
export type PartId = GroupId | 'modes' | 'offloads';

/** Settings that belong together; undefined where the driver does not support them. */
export interface SettingGroup {
  readonly id: GroupId;
  readonly settings: readonly Setting[] | undefined;
}

interface Adjustable {
  readonly current?: number | undefined;
  readonly max?: number | undefined;
}

const { unknown, queues: QUEUES } = INTERFACES_TEXT;

function reach({ current, max }: Adjustable): string | undefined {
  if (current === undefined) return undefined;
  return max === undefined ? String(current) : INTERFACES_TEXT.of(current, max);
}

/** Queues whose values are the same are told together: `all 8 queues`, `rx-0 to rx-3`. An only queue needs no name. */
function byValue(queues: readonly (readonly [queue: string, value: string | undefined])[], count: number): Setting[] {
  const groups: { value: string; names: string[] }[] = [];
  for (const [queue, value] of queues) {
    if (value === undefined) continue;
    const before = groups.at(-1);
    if (before?.value === value) before.names.push(queue);
    else groups.push({ value, names: [queue] });
  }
  return groups.map(({ value, names: [first = '', ...rest] }) => ({
    name:
      count === 1
        ? ''
        : rest.length + 1 === count
          ? QUEUES.all(count)
          : rest.length === 0
            ? first
            : `${first} to ${rest.at(-1)}`,
    value,
  }));
}

const prefixed = (what: string, settings: readonly Setting[]) =>
  settings.map(({ name, value }) => ({ name: name === '' ? what : `${what}, ${name}`, value }));

const cpus = (mask: string | undefined) => {
  if (mask === undefined) return undefined;
  const list = cpuList(mask);
  return list === '' ? QUEUES.off : QUEUES.cpus(list);
};

function receiveOf({ queues }: InterfaceDetails): readonly Setting[] | undefined {
  if (queues === undefined) return undefined;
  const { rx, rxCount } = queues;
  const flows = ({ rpsFlowCnt }: (typeof rx)[number]) =>
    rpsFlowCnt === undefined ? undefined : rpsFlowCnt === 0 ? QUEUES.off : QUEUES.flows(rpsFlowCnt);
  return orUndefined([
    ...prefixed(
      'RPS',
      byValue(
        rx.map((queue) => [queue.queue, cpus(queue.rpsCpus)]),
        rxCount,
      ),
    ),
    ...prefixed(
      'RFS',
      byValue(
        rx.map((queue) => [queue.queue, flows(queue)]),
        rxCount,
      ),
    ),
  ]);
}

function transmitOf({ queues }: InterfaceDetails): readonly Setting[] | undefined {
  if (queues === undefined) return undefined;
  const { tx, txCount } = queues;
  const rate = (mbit: number | undefined) =>
    mbit === undefined || mbit === 0 ? undefined : formatValue(mbit, 'mbit/s');
  const limit = ({ bql }: (typeof tx)[number]) => {
    if (bql?.limitBytes === undefined) return QUEUES.bqlNone;
    if (bql.limitBytes === 0) return QUEUES.bqlUnused;
    return QUEUES.bql(formatValue(bql.inflightBytes, 'bytes'), formatValue(bql.limitBytes, 'bytes'));
  };
  return orUndefined([
    ...prefixed(
      'XPS by CPU',
      byValue(
        tx.map((queue) => [queue.queue, cpus(queue.xpsCpus)]),
        txCount,
      ),
    ),
    ...prefixed(
      'XPS by receive queue',
      byValue(
        tx.map(({ queue, xpsRxqs }) => [queue, rxqs(xpsRxqs)]),
        txCount,
      ),
    ),
    ...prefixed(
      'Rate limit',
      byValue(
        tx.map(({ queue, maxRateMbit }) => [queue, rate(maxRateMbit)]),
        txCount,
      ),
    ),
    ...prefixed(
      'BQL',
      byValue(
        tx.map((queue) => [queue.queue, limit(queue)]),
        txCount,
      ),
    ),
    ...prefixed(
      'Timeouts',
      byValue(
        tx.map(({ queue, timeouts }) => [queue, timeouts ? String(timeouts) : undefined]),
        txCount,
      ),
    ),
  ]);
}

/** The same form of mask, in which bits are receive queues. Off is the rule and not worth a line. */
function rxqs(mask: string | undefined): string | undefined {
  const list = mask === undefined ? '' : cpuList(mask);
  return list === '' ? undefined : `rx-${list}`;
}

/** All settings of a device but its link modes and offloads, in the order of a page. */
export function groupsOf(row: InterfaceDetails): readonly SettingGroup[] {
  const { driver, link, rings, channels, coalesce, pause, privateFlags } = row;
  const group = (id: GroupId, settings: readonly Setting[] | undefined): SettingGroup => ({ id, settings });
  return [
    group(
      'driver',
      driver &&
        settingsOf({
          Name: driver.name,
          Version: driver.version,
          Firmware: driver.firmwareVersion,
          Bus: driver.busInfo,
        }),
    ),
    group(
      'link',
      link &&
        settingsOf({
          Detected: link.detected === undefined ? unknown : link.detected ? 'yes' : 'no',
          Reason: link.downReason,
          Speed: link.speedMbit === undefined ? unknown : formatValue(link.speedMbit, 'mbit/s'),
          Duplex: link.duplex === undefined ? unknown : INTERFACES_TEXT.duplex[link.duplex],
          Autonegotiation: link.autoneg,
          Lanes: link.lanes,
          Port: link.port,
          Transceiver: link.transceiver,
        }),
    ),
    group(
      'device',
      orUndefined(
        settingsOf({
          State: row.operstate,
          MTU: row.mtuBytes,
          'Send queue length': row.txQueueLen,
          'Threaded polling': row.threadedNapi,
          'GRO flush timeout': row.groFlushTimeoutNs === undefined ? undefined : `${row.groFlushTimeoutNs} ns`,
          'Deferred interrupts': row.napiDeferHardIrqs,
        }),
      ),
    ),
    group(
      'rings',
      rings &&
        orUndefined(
          settingsOf({
            RX: reach(rings.rx),
            'RX mini': reach(rings.rxMini),
            'RX jumbo': reach(rings.rxJumbo),
            TX: reach(rings.tx),
            'RX buffer': rings.rxBufLenBytes === undefined ? undefined : formatValue(rings.rxBufLenBytes, 'bytes'),
            'CQE size': rings.cqeSizeBytes === undefined ? undefined : formatValue(rings.cqeSizeBytes, 'bytes'),
            'TX push': rings.txPush,
            'TCP data split': rings.tcpDataSplit,
          }),
        ),
    ),
    group(
      'channels',
      channels &&
        orUndefined(
          settingsOf({
            Combined: reach(channels.combined),
            RX: reach(channels.rx),
            TX: reach(channels.tx),
            Other: reach(channels.other),
          }),
        ),
    ),
    group(
      'coalesce',
      coalesce && orUndefined(settingsOf(Object.fromEntries(coalesce.map(({ name, value }) => [name, value])))),
    ),
    group('pause', pause && orUndefined(settingsOf({ Autonegotiation: pause.autoneg, RX: pause.rx, TX: pause.tx }))),
    group('fec', fecOf(row)),
    group('eee', eeeOf(row)),
    group(
      'privateFlags',
      privateFlags && orUndefined(settingsOf(Object.fromEntries(privateFlags.map(({ name, on }) => [name, on])))),
    ),
    group('receive', receiveOf(row)),
    group('transmit', transmitOf(row)),
  ];
}

/** What the agent calls the groups that it reads for all devices together. */
const READ_AS: Readonly<Record<string, readonly PartId[]>> = {
  'link state': ['link'],
  'link modes': ['link', 'modes'],
  'link info': ['link'],
  rings: ['rings'],
  channels: ['channels'],
  coalescing: ['coalesce'],
  pause: ['pause'],
  FEC: ['fec'],
  EEE: ['eee'],
  'private flags': ['privateFlags'],
  features: ['offloads'],
  'settings by ethtool netlink': [
    ...(['link', 'modes', 'rings', 'channels', 'coalesce', 'pause'] as const),
    ...(['fec', 'eee', 'privateFlags', 'offloads'] as const),
  ],
};
const BY_NAME: readonly GroupId[] = ['driver', 'device', 'receive', 'transmit'];

/** Groups of a device that are absent because they could not be read, not because its driver lacks them. */
export function unreadOf(device: string, problems: InterfacesReport['problems']): ReadonlySet<PartId> {
  return new Set(
    problems.flatMap(({ what }) => {
      if (what === device) return BY_NAME;
      if (what === `driver of ${device}`) return ['driver'] as const;
      return Object.hasOwn(READ_AS, what) ? (READ_AS[what] ?? []) : [];
    }),
  );
}

/** One line for a device that is folded: `up, 10 Gbit/s, full duplex`. */
export function summaryOf({ link, operstate, physical }: InterfaceDetails): string {
  const { state, virtual, duplex } = INTERFACES_TEXT;
  const isUp = operstate === 'up' || (operstate === 'unknown' && link?.detected !== false);
  const words: string[] = [
    isUp ? state.up : link?.detected === false && operstate !== 'down' ? state.noLink : state.down,
  ];
  if (link?.speedMbit !== undefined) words.push(formatValue(link.speedMbit, 'mbit/s'));
  if (link?.duplex !== undefined) words.push(duplex[link.duplex]);
  if (!physical) words.push(virtual);
  return words.join(', ');
}
