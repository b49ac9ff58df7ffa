import { settingRule } from '../settingRule.ts';

/** A full accept queue answers with a reset: a short rush becomes errors. */
export const settingTcpAbortOnOverflow = settingRule({
  id: 'setting-tcp-abort-on-overflow',
  layer: 'socket',
  title: 'A full accept queue resets clients',
  tunable: 'net.ipv4.tcp_abort_on_overflow',
  severity: 'warning',
  judge: ({ numbers: [value] }) =>
    value !== undefined && value > 0
      ? {
          proposed: 0,
          arithmetic: '1 resets, 0 lets the client ask again, and is the default',
          title: 'Clients are reset when an accept queue is full, instead of trying again by themselves',
          why: 'When a handshake is complete and the accept queue of the listener is full, the kernel normally ignores the last step; the client sends it again, and gets through once the program has caught up. With this switch it is sent a reset at once. A rush of a tenth of a second that nobody would have noticed becomes "connection reset by peer" for each client in it.',
        }
      : undefined,
  actions: ['Look after the accept queue itself: a longer backlog, or a program that accepts faster.'],
  risk: 'Risk 3 of 4. Where queues stay full for long, clients wait for their own timeout instead of an error at once.',
  expectedEffect: 'A short rush costs some clients a wait and none of them an error.',
  verify: 'In a rush the clients connect late, and none reports a reset while connecting.',
  notWhen: 'A load balancer in front relies on the reset to try another server at once.',
  about: {
    symptom: 'Clients get "connection reset by peer" right after connecting, at peaks of load only.',
    reasoning: 'net.ipv4.tcp_abort_on_overflow is not 0.',
    formula: '0, the default of the kernel',
    sources: ['Documentation/networking/ip-sysctl.rst (tcp_abort_on_overflow)'],
  },
});
