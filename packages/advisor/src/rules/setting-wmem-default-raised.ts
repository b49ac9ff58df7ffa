import { settingRule } from '../settingRule.ts';
import { raisedDefault } from '../udp/raisedDefault.ts';

/** Every socket that is not TCP begins with megabytes of send buffer. */
export const settingWmemDefaultRaised = settingRule({
  id: 'setting-wmem-default-raised',
  layer: 'socket',
  title: 'Every new UDP socket gets megabytes of send buffer',
  tunable: 'net.core.wmem_default',
  severity: 'info',
  judge: ({ numbers: [value] }, context) =>
    raisedDefault(
      value,
      {
        kind: 'send',
        why: 'A program may then queue that much in front of a slow device without noticing, and at a Unix socket leave as much unread at the other end; each of these sockets may pin that much memory.',
      },
      context,
    ),
  actions: [
    'Where one program needs the room, let it ask with SO_SNDBUF (net.core.wmem_max is the most it gets), and lower the default afterwards.',
  ],
  risk: 'Risk 3 of 4. A program that relied on the large default without asking for it loses its room for bursts: its send calls block or fail earlier.',
  expectedEffect: 'Programs notice a slow device or reader early; memory is bounded.',
  verify: '"ss -uanm" shows tb212992 for sockets that were opened afterwards by programs that ask for nothing.',
  notWhen: 'A program with bursts that cannot be changed relies on it.',
  about: {
    symptom: 'Delay in the own queues of the host, and kernel memory that grows with the number of sockets.',
    reasoning: 'net.core.wmem_default is 4 MiB or more.',
    formula: '212,992, the default of the kernel',
    sources: ['Documentation/admin-guide/sysctl/net.rst (wmem_default)', 'man 7 socket'],
  },
});
