import { tunableNumbers } from '@netstrata/metrics';
import { settingRule } from '../settingRule.ts';

const TIME = 'net.core.netdev_budget_usecs';
const ABSURD_PACKETS = 10_000;
const PROPOSED_PACKETS = 1200;
/** As long as this the time alone keeps a round short enough. */
const LONG_US = 20_000;

/** One round of softirq may take so many packets that nothing else runs. */
export const settingNetdevBudgetAbsurd = settingRule({
  id: 'setting-netdev-budget-absurd',
  layer: 'link',
  title: { en: 'A softirq round without a bound', 'zh-CN': '没有上限的 softirq 轮次' },
  tunable: 'net.core.netdev_budget',
  also: [TIME],
  severity: 'info',
  judge: ({ numbers: [packets] }, { tunables }) => {
    if (packets === undefined || packets < ABSURD_PACKETS) return undefined;
    const [timeUs] = tunableNumbers(tunables, TIME) ?? [];
    const unbounded = timeUs === undefined || timeUs > LONG_US;
    const time =
      timeUs === undefined
        ? { en: `${TIME}, the other bound, is not known here.`, 'zh-CN': `另一个上限 ${TIME} 在这里未知。` }
        : unbounded
          ? {
              en: `The other bound, ${TIME}, is ${timeUs} µs: programs on that CPU stand still for up to ${timeUs / 1000} ms at a time.`,
              'zh-CN': `另一个上限 ${TIME} 为 ${timeUs} µs：该 CPU 上的程序一次最多停顿 ${timeUs / 1000} ms。`,
            }
          : {
              en: `What still bounds a round is the time, ${TIME} = ${timeUs} µs.`,
              'zh-CN': `仍能限制一轮的是时间，${TIME} = ${timeUs} µs。`,
            };
    return {
      proposed: PROPOSED_PACKETS,
      arithmetic: {
        en: `${PROPOSED_PACKETS}: four times the default of 300, as far as measured gains go`,
        'zh-CN': `${PROPOSED_PACKETS}：默认值 300 的四倍，实测收益到此为止`,
      },
      title: unbounded
        ? {
            en: `A CPU may take ${packets} packets before it lets any program run`,
            'zh-CN': `CPU 可能要处理完 ${packets} 个包才让程序运行`,
          }
        : {
            en: `A budget of ${packets} packets a round does nothing that its time would allow`,
            'zh-CN': `每轮 ${packets} 个包的预算，在时间上限内根本用不完`,
          },
      why: {
        en: `After an interrupt a CPU takes packets from its network devices in rounds, and lets programs run between them. A round ends after net.core.netdev_budget packets or after a time, whichever comes first. ${packets} packets are more than any CPU handles in that time: the number of packets no longer bounds anything. ${time.en}`,
        'zh-CN': `中断之后，CPU 分轮从网络设备取包，轮次之间让程序运行。一轮在 net.core.netdev_budget 个包或一段时间后结束，以先到者为准。没有 CPU 能在那段时间处理 ${packets} 个包：包数已不构成限制。${time['zh-CN']}`,
      },
      ...(unbounded ? { severity: 'warning' } : {}),
    };
  },
  actions: [
    {
      en: 'Where the third column of /proc/net/softnet_stat (time squeezes) grows, spread the work over more queues and CPUs first.',
      'zh-CN': '若 /proc/net/softnet_stat 第三列（time squeeze）在增长，先把工作分散到更多队列和 CPU。',
    },
  ],
  risk: {
    en: 'Risk 2 of 4. Under a flood of packets rounds end sooner and ksoftirqd takes over, fairly with programs.',
    'zh-CN': '风险 2/4。遇到包洪泛时轮次更早结束，由 ksoftirqd 接手，与程序公平竞争。',
  },
  expectedEffect: {
    en: 'Programs on a CPU that receives much get their turn sooner.',
    'zh-CN': '接收量大的 CPU 上，程序更快轮到运行。',
  },
  verify: {
    en: 'The third column of /proc/net/softnet_stat grows by no more than some a second, and its second column stands still.',
    'zh-CN': '/proc/net/softnet_stat 第三列每秒最多增长几次，第二列不变。',
  },
  notWhen: {
    en: 'The CPUs that handle packets are set apart and run nothing else.',
    'zh-CN': '处理包的 CPU 是专用的，不运行别的。',
  },
  about: {
    feels: ['late', 'cpu'],
    symptom: {
      en: 'Programs on the CPU that handles the card stall for milliseconds at high packet rates.',
      'zh-CN': '包速率高时，处理网卡的 CPU 上的程序停顿数毫秒。',
    },
    reasoning: {
      en: 'net.core.netdev_budget is 10,000 or more; a warning when net.core.netdev_budget_usecs is above 20 ms or not known.',
      'zh-CN': 'net.core.netdev_budget 为 10,000 或更大；net.core.netdev_budget_usecs 超过 20 ms 或未知时为警告。',
    },
    formula: { en: '1,200: four times the default', 'zh-CN': '1,200：默认值的四倍' },
    sources: [
      'Documentation/admin-guide/sysctl/net.rst (netdev_budget)',
      'net/core/dev.c of the kernel (net_rx_action)',
    ],
  },
});
