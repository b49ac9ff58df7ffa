import type { Confidence, Severity } from '@netstrata/advisor/types';

export const ADVICE_TEXT = {
  title: 'Advice',
  severities: { info: 'Note', warning: 'Warning', critical: 'Critical' } satisfies Record<Severity, string>,
  confidence: { low: 'a guess', medium: 'likely', high: 'sure' } satisfies Record<Confidence, string>,
  confidenceHelp: 'How sure the rule is of the cause. The numbers are measured in any case.',
  explains: 'Also explains',
  since: (age: string) => `for ${age}`,
  why: 'Why',
  evidence: 'Evidence',
  measure: 'Measured',
  value: 'Value',
  doThis: 'Do this',
  noSetting: 'No kernel setting cures this.',
  inNamespace: (namespace: string) => `in network namespace ${namespace}`,
  to: 'to',
  more: 'Risk, check, and when not to',
  effect: 'Expected effect',
  risk: 'Risk',
  verify: 'How to check that it helped',
  notWhen: 'When not to do this',
  waiting: 'Waiting for the first look at this host.',
  quiet: 'Nothing to advise',
  quietWhy:
    'Silence is good: no rule sees a bottleneck here. These are watched all the time, and a card appears within seconds when one starts to hurt:',
  watched: [
    ['Accept queues', 'connections that wait too long for accept() and overflow their backlog'],
    ['UDP receive buffers', 'datagrams dropped because the reader or the buffer is too slow or too small'],
    ['Send buffers', 'TCP senders held back by tcp_wmem instead of by the network'],
  ],
  jump: (count: number) => (count === 1 ? 'What to do' : `What to do (${count})`),
  count: (count: number) => (count === 1 ? '1 open' : `${count} open`),
} as const;
