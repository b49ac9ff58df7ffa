import type { Labels, SampleWindow } from '../types.ts';
import { NO_WORDS, type Words, words } from '../words/index.ts';
import { deviceOf } from './devices.ts';
import { ID } from './ids.ts';
import { NOTICE_PER_SECOND, NOW_SECONDS } from './thresholds.ts';
import { type TroubleReading, troubleReading } from './trouble.ts';
import type { Trouble } from './types.ts';

/**
 * Names of drivers' statistics that tell of packets lost in the card or on the way to the kernel. Not every name with "drop" in it:
 * filters of the card drop on purpose, and damaged frames are counted as errors of the device already.
 */
const TELLS_OF_LOSS =
  /miss(ed)?(_err|_pkt|$)|no_?(buf|desc|mem|dma)|out_of_buf|discard|fifo_err|overr?un|^drop(s|ped)?$|(rx|tx|queue)\w*_drop(s|ped)?$|(alloc|dma_map|map|refill)\w*_(fail|err)|LostDueToIntMAC/i;
const ON_PURPOSE = /filter|vlan|acl|steer|loopback|other_?host|xdp_drop/i;

const PAUSES = [
  {
    metric: ID.pause.rxFrames,
    id: 'link.pauseReceived',
    title: words(
      'told to stop sending (pause frames), the network ahead is full',
      '被要求停止发送（pause 帧），前方网络已满',
    ),
  },
  {
    metric: ID.pause.txFrames,
    id: 'link.pauseSent',
    title: words(
      'told the other end to stop (pause frames), its receive ring was nearly full',
      '要求对端停止（pause 帧），接收 ring 快满了',
    ),
  },
] as const;

interface Loss {
  readonly labels: Labels;
  readonly metric: string;
  readonly perSecond: number;
}

function lossesOf(window: SampleWindow, metric: string): readonly Loss[] {
  return window.labelsOf(metric).flatMap((labels) => {
    const statistic = labels['statistic'] ?? '';
    if (!TELLS_OF_LOSS.test(statistic) || ON_PURPOSE.test(statistic)) return [];
    const perSecond = window.rate(metric, NOW_SECONDS, labels);
    return perSecond === undefined || perSecond === 0 ? [] : [{ labels, metric, perSecond }];
  });
}

/** Drivers count one loss under several names, for the device and its queues: the one that counts most stands for all of a device. */
function readLosses(window: SampleWindow): readonly Trouble<Words>[] {
  const byDevice = Map.groupBy(
    [ID.driver.device, ID.driver.queue, ID.driver.standard].flatMap((metric) => lossesOf(window, metric)),
    ({ labels }) => deviceOf(labels),
  );
  return [...byDevice].map(([device, losses]): Trouble<Words> => {
    const [loudest, ...rest] = losses.toSorted((a, b) => b.perSecond - a.perSecond);
    const name = loudest?.labels['statistic'] ?? '';
    const more = rest.length === 0 ? NO_WORDS : words(` and ${rest.length} more`, `，另有 ${rest.length} 项`);
    return {
      id: `link.driverLosses.${device}`,
      title: words(
        `${device}: packets lost in the card or its driver (${name}${more.en})`,
        `${device}：网卡或驱动中丢失的包（${name}${more['zh-CN']}）`,
      ),
      perSecond: loudest?.perSecond,
      metric: loudest?.metric ?? ID.driver.device,
      ...(loudest === undefined ? {} : { labels: loudest.labels }),
      state: 'busy',
    };
  });
}

function readPauses(window: SampleWindow): readonly Trouble<Words>[] {
  return PAUSES.flatMap(({ metric, id, title }) =>
    window.labelsOf(metric).flatMap((labels): Trouble<Words>[] => {
      const perSecond = window.rate(metric, NOW_SECONDS, labels);
      if (perSecond === undefined || perSecond === 0) return [];
      const device = deviceOf(labels);
      const state = perSecond > NOTICE_PER_SECOND.pauseFrames ? 'busy' : 'calm';
      return [
        {
          id: `${id}.${device}`,
          title: words(`${device}: ${title.en}`, `${device}：${title['zh-CN']}`),
          perSecond,
          metric,
          labels,
          state,
        },
      ];
    }),
  );
}

/** What drivers count as lost, and how often a link was paused, within the last seconds. */
export function readDriverTroubles(window: SampleWindow): TroubleReading {
  return troubleReading([...readLosses(window), ...readPauses(window)]);
}
