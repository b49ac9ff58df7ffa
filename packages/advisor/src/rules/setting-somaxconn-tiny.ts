import { SOMAXCONN, SOMAXCONN_DEFAULT } from '../listen/raiseSomaxconn.ts';
import { settingRule } from '../settingRule.ts';

const ERA = 128;

/** Accept queues of the kernels before 2019: every backlog is cut to 128. */
export const settingSomaxconnTiny = settingRule({
  id: 'setting-somaxconn-tiny',
  layer: 'socket',
  title: 'Every accept queue is cut to 128 or less',
  tunable: SOMAXCONN,
  severity: 'info',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value <= ERA
      ? {
          proposed: SOMAXCONN_DEFAULT,
          arithmetic: `${SOMAXCONN_DEFAULT}: the default of the kernel since Linux 5.4, where it was ${ERA} before`,
          title: `No accept queue is longer than ${value}, whatever the programs ask for`,
          why: `listen() takes a backlog: how many finished handshakes may wait until the program accepts them. The kernel cuts it to net.core.somaxconn, ${value} here, without telling the program. At 1,000 connections a second ${value} of them come in ${Math.max(value, 0)} ms: any pause of a program that is longer loses some, and each lost one costs its client a second or more.`,
        }
      : undefined,
  actions: ['It is read by listen(), so listeners that are open keep their backlog: restart the programs afterwards.'],
  risk: 'Risk 1 of 4. Longer queues hide a program that is too slow for a little longer.',
  expectedEffect: 'Programs get the backlog that they ask for, up to 4,096.',
  verify: '"ss -tln" shows the backlog in Send-Q of listeners that were started afterwards.',
  notWhen: 'A program must turn clients away early rather than let them wait.',
  yieldsTo: ['tcp-listen-overflow'],
  about: {
    symptom: 'Short rushes of clients lose connections though the program asked for a long backlog.',
    reasoning: 'net.core.somaxconn is 128 or less. Told with the overflow of an accept queue when there is one.',
    formula: '4,096, the default of the kernel since Linux 5.4',
    sources: ['Documentation/admin-guide/sysctl/net.rst (somaxconn)', 'man 2 listen'],
  },
});
