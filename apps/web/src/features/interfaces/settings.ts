import { formatValue, type InterfaceDetails, type InterfacesReport } from '@netstrata/metrics';
import { changeable } from '@netstrata/tunables';
import { eeeOf, fecOf } from './linkSettings.ts';
import { receiveOf, transmitOf } from './queueSettings.ts';
import { type Changeable, orUndefined, type Setting, settingsOf } from './setting.ts';
import type { InterfaceSpeech, InterfaceWords } from './words.ts';

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

function reach(t: InterfaceWords, { current, max }: Adjustable): string | undefined {
  if (current === undefined) return undefined;
  return max === undefined ? String(current) : t('of', { current: String(current), max: String(max) });
}

/** What the catalogue of settings knows of it. */
export const changeOf = (tunable: string): Changeable | undefined =>
  changeable(tunable) === undefined ? undefined : { tunable };

/** All settings of a device but its link modes and offloads, in the order of a page. */
export function groupsOf(speech: InterfaceSpeech, row: InterfaceDetails): readonly SettingGroup[] {
  const { t } = speech;
  const { rings, channels, coalesce, privateFlags } = row;
  const group = (id: GroupId, settings: readonly Setting[] | undefined): SettingGroup => ({ id, settings });
  const ring = (id: 'rx' | 'rxMini' | 'rxJumbo' | 'tx', name: string) =>
    [t(`setting.${id}`), rings && reach(t, rings[id]), changeOf(`ethtool.rings.${name}`)] as const;
  const channel = (id: 'combined' | 'rx' | 'tx' | 'other') =>
    [t(`setting.${id}`), channels && reach(t, channels[id]), changeOf(`ethtool.channels.${id}`)] as const;
  return [
    ...wireOf(t, row),
    group(
      'device',
      orUndefined(
        settingsOf(t, [
          [t('setting.state'), row.operstate],
          [t('setting.mtu'), row.mtuBytes],
          [t('setting.txQueueLen'), row.txQueueLen, changeOf('sysfs.tx_queue_len')],
          [t('setting.threadedNapi'), row.threadedNapi],
          [t('setting.groFlush'), row.groFlushTimeoutNs === undefined ? undefined : `${row.groFlushTimeoutNs} ns`],
          [t('setting.deferIrqs'), row.napiDeferHardIrqs],
          [t('setting.numaNode'), row.numaNode],
        ]),
      ),
    ),
    group(
      'rings',
      rings &&
        orUndefined(
          settingsOf(t, [
            ring('rx', 'rx'),
            ring('rxMini', 'rx-mini'),
            ring('rxJumbo', 'rx-jumbo'),
            ring('tx', 'tx'),
            [
              t('setting.rxBuffer'),
              rings.rxBufLenBytes === undefined
                ? undefined
                : formatValue(rings.rxBufLenBytes, 'bytes', { exact: true }),
            ],
            [
              t('setting.cqe'),
              rings.cqeSizeBytes === undefined ? undefined : formatValue(rings.cqeSizeBytes, 'bytes', { exact: true }),
            ],
            [t('setting.txPush'), rings.txPush],
            [t('setting.dataSplit'), rings.tcpDataSplit],
          ]),
        ),
    ),
    group(
      'channels',
      channels && orUndefined(settingsOf(t, [channel('combined'), channel('rx'), channel('tx'), channel('other')])),
    ),
    group(
      'coalesce',
      coalesce &&
        orUndefined(
          settingsOf(
            t,
            coalesce.map(({ name, value }) => [name, value, changeOf(`ethtool.coalesce.${name}`)]),
          ),
        ),
    ),
    group('pause', pauseOf(t, row)),
    group('fec', fecOf(speech, row)),
    group('eee', eeeOf(speech, row)),
    group(
      'privateFlags',
      privateFlags &&
        orUndefined(
          settingsOf(
            t,
            privateFlags.map(({ name, on }) => [name, on]),
          ),
        ),
    ),
    group('receive', receiveOf(t, row)),
    group('transmit', transmitOf(t, row)),
  ];
}

function pauseOf(t: InterfaceWords, { pause }: InterfaceDetails): readonly Setting[] | undefined {
  return (
    pause &&
    orUndefined(
      settingsOf(t, [
        [t('setting.autoneg'), pause.autoneg],
        [t('setting.rx'), pause.rx],
        [t('setting.tx'), pause.tx],
      ]),
    )
  );
}

/** Who drives it, and what it has agreed on with the other end. */
function wireOf(t: InterfaceWords, { driver, link }: InterfaceDetails): readonly SettingGroup[] {
  return [
    {
      id: 'driver',
      settings:
        driver &&
        settingsOf(t, [
          [t('setting.name'), driver.name],
          [t('setting.version'), driver.version],
          [t('setting.firmware'), driver.firmwareVersion],
          [t('setting.bus'), driver.busInfo],
        ]),
    },
    {
      id: 'link',
      settings:
        link &&
        settingsOf(t, [
          [t('setting.detected'), link.detected === undefined ? t('unknown') : t(link.detected ? 'yes' : 'no')],
          [t('setting.reason'), link.downReason],
          [t('setting.speed'), link.speedMbit === undefined ? t('unknown') : formatValue(link.speedMbit, 'mbit/s')],
          [t('setting.duplex'), link.duplex === undefined ? t('unknown') : t(`duplex.${link.duplex}`)],
          [t('setting.autoneg'), link.autoneg],
          [t('setting.lanes'), link.lanes],
          [t('setting.port'), link.port],
          [t('setting.transceiver'), link.transceiver],
        ]),
    },
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
