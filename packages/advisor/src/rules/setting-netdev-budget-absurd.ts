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
  title: 'A softirq round without a bound',
  tunable: 'net.core.netdev_budget',
  also: [TIME],
  severity: 'info',
  judge: ({ numbers: [packets] }, { tunables }) => {
    if (packets === undefined || packets < ABSURD_PACKETS) return undefined;
    const [timeUs] = tunableNumbers(tunables, TIME) ?? [];
    const unbounded = timeUs === undefined || timeUs > LONG_US;
    const time =
      timeUs === undefined
        ? `${TIME}, the other bound, is not known here.`
        : unbounded
          ? `The other bound, ${TIME}, is ${timeUs} µs: programs on that CPU stand still for up to ${timeUs / 1000} ms at a time.`
          : `What still bounds a round is the time, ${TIME} = ${timeUs} µs.`;
    return {
      proposed: PROPOSED_PACKETS,
      arithmetic: `${PROPOSED_PACKETS}: four times the default of 300, as far as measured gains go`,
      title: unbounded
        ? `A CPU may take ${packets} packets before it lets any program run`
        : `A budget of ${packets} packets a round does nothing that its time would allow`,
      why: `After an interrupt a CPU takes packets from its network devices in rounds, and lets programs run between them. A round ends after net.core.netdev_budget packets or after a time, whichever comes first. ${packets} packets are more than any CPU handles in that time: the number of packets no longer bounds anything. ${time}`,
      ...(unbounded ? { severity: 'warning' } : {}),
    };
  },
  actions: [
    'Where the third column of /proc/net/softnet_stat (time squeezes) grows, spread the work over more queues and CPUs first.',
  ],
  risk: 'Risk 2 of 4. Under a flood of packets rounds end sooner and ksoftirqd takes over, fairly with programs.',
  expectedEffect: 'Programs on a CPU that receives much get their turn sooner.',
  verify:
    'The third column of /proc/net/softnet_stat grows by no more than some a second, and its second column stands still.',
  notWhen: 'The CPUs that handle packets are set apart and run nothing else.',
  about: {
    symptom: 'Programs on the CPU that handles the card stall for milliseconds at high packet rates.',
    reasoning:
      'net.core.netdev_budget is 10,000 or more; a warning when net.core.netdev_budget_usecs is above 20 ms or not known.',
    formula: '1,200: four times the default',
    sources: [
      'Documentation/admin-guide/sysctl/net.rst (netdev_budget)',
      'net/core/dev.c of the kernel (net_rx_action)',
    ],
  },
});
