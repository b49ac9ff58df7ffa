import { settingRule } from '../settingRule.ts';
import { raisedDefault } from '../udp/raisedDefault.ts';

/** Every socket that is not TCP begins with megabytes of receive buffer. */
export const settingRmemDefaultRaised = settingRule({
  id: 'setting-rmem-default-raised',
  layer: 'socket',
  title: 'Every new UDP socket gets megabytes of receive buffer',
  tunable: 'net.core.rmem_default',
  severity: 'info',
  judge: ({ numbers: [value] }, context) =>
    raisedDefault(
      value,
      {
        kind: 'receive',
        why: 'What lies in the buffer when the program falls behind is delivered late instead of being dropped, and is old by then; each of these sockets may pin that much memory.',
      },
      context,
    ),
  actions: [
    'Where one program needs the room, let it ask with SO_RCVBUF (net.core.rmem_max is the most it gets), and lower the default afterwards.',
  ],
  risk: 'Risk 3 of 4. A program that relied on the large default without asking for it loses its room for bursts: watch its drops with "ss -uanm" (d).',
  expectedEffect:
    'A program that falls behind loses new datagrams early instead of delivering old ones late; memory is bounded.',
  verify: '"ss -uanm" shows rb212992 for sockets that were opened afterwards by programs that ask for nothing.',
  notWhen: 'A program with bursts that cannot be changed relies on it.',
  about: {
    symptom: 'Old data from UDP programs that fell behind, and kernel memory that grows with the number of sockets.',
    reasoning:
      'net.core.rmem_default is 4 MiB or more, and no UDP socket that was listed holds more than the default of the kernel could.',
    formula: '212,992, the default of the kernel',
    sources: ['Documentation/admin-guide/sysctl/net.rst (rmem_default)', 'man 7 socket'],
  },
});
