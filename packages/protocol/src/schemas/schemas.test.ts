import type { SocketsReport } from '@netstrata/metrics';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { AgentHello, TunablesReport } from '../types.ts';
import {
  agentHello,
  frameReply,
  helloReply,
  socketQuery,
  socketReply,
  socketsQuery,
  socketsReply,
  socketsReport,
  tunablesReport,
  validate,
  viewRequest,
} from './index.ts';

const hello: AgentHello = {
  protocol: 2,
  mayApply: false,
  proof: 'a'.repeat(43),
  session: 'k3Jd82hs_-aa',
  agentVersion: '0.1.0',
  intervalMs: 1000,
  facts: {
    hostId: '0f1e2d3c4b5a6978',
    hostname: 'web-1',
    kernelRelease: '6.18.44',
    arch: 'x86_64',
    cpuCount: 2,
    pageSizeBytes: 4096,
    memTotalBytes: 25_000_000_000,
    bootId: '7f0c1d4e-0000-4000-8000-000000000001',
  },
  missing: [
    { what: 'names of other users’ processes', why: 'their descriptors cannot be read', capability: 'CAP_SYS_PTRACE' },
  ],
};
const socket = {
  protocol: 'tcp',
  family: 4,
  state: 'listen',
  local: '0.0.0.0',
  localPort: 8080,
  remote: '0.0.0.0',
  remotePort: 0,
  cookie: '1f',
  inode: 4711,
  uid: 0,
  recvQ: 129,
  sendQ: 128,
  fill: 1.0078125,
  limit: 'accept',
};
const report = {
  timeMs: 1_790_000_000_000,
  total: 1,
  fullest: [socket],
  listeners: [socket],
  udp: [],
  senders: [],
  receivers: [socket],
  stuck: [{ ...socket, unanswered: 3 }],
};
const unixSocket = {
  type: 'dgram',
  state: 'established',
  inode: 4712,
  cookie: '20',
  recvQ: 0,
  sendQ: 8448,
  fill: 0.04,
};

const detail = {
  timeMs: 1_790_000_000_000,
  kind: 'packet',
  cookie: '1f',
  inode: 4711,
  state: 'established',
  local: 'IPv4 on interface 2',
  fields: { drops: 3, uid: '0', fwdAlloc: -256 },
  optionsMissing: { why: 'not lent', capability: 'CAP_SYS_PTRACE' },
};

describe('schemas', () => {
  it('accept what the product sends, unchanged', () => {
    expect(validate(agentHello, hello, 'agent:hello')).toEqual(hello);
    expect(validate(socketsReport, report, 'sockets:report')).toEqual(report);
    const named = { ...report, unix: [unixSocket, { ...unixSocket, name: '@/tmp/x', peerProcess: 'rsyslogd' }] };
    expect(validate(socketsReport, named, 'sockets:report')).toEqual(named);
    expect(validate(socketReply, { ok: true, socket: detail }, 'socket:query')).toEqual({ ok: true, socket: detail });
    expect(validate(viewRequest, { view: 'layer', hostId: 'self', layer: 'link' }, 'view:open')).toEqual({
      view: 'layer',
      hostId: 'self',
      layer: 'link',
    });
    expect(validate(helloReply, { ok: true, committedSeq: 7, watched: false, details: [] }, 'agent:hello')).toEqual({
      ok: true,
      committedSeq: 7,
      watched: false,
      details: [],
    });
    expect(validate(frameReply, { ok: false, error: { code: 'overloaded', message: 'wait' } }, 'frame:push').ok).toBe(
      false,
    );
  });

  it('say the same as the declared types', () => {
    expectTypeOf<z.infer<typeof socketsReport>>().toExtend<SocketsReport>();
    expectTypeOf<z.infer<typeof tunablesReport>>().toExtend<TunablesReport>();
  });

  it.each([
    [agentHello, { ...hello, session: '../../etc' }, 'session: must be 8 to 64 letters, digits, "-" or "_"'],
    [
      agentHello,
      { ...hello, facts: { ...hello.facts, hostId: 'x' } },
      'facts.hostId: must be 8 to 64 lower-case letters, digits or "-"',
    ],
    [agentHello, { ...hello, intervalMs: 0 }, 'intervalMs: '],
    [agentHello, null, 'message: '],
    [agentHello, { ...hello, missing: new Array(51).fill(hello.missing[0]) }, 'missing: '],
    [socketsReport, { ...report, fullest: [{ ...socket, localPort: 65_536 }] }, 'fullest.0.localPort: '],
    [socketsReport, { ...report, fullest: [{ ...socket, recvQ: -1 }] }, 'fullest.0.recvQ: '],
    [socketsReport, { ...report, fullest: [{ ...socket, recvQ: Number.NaN }] }, 'fullest.0.recvQ: '],
    [socketsReport, { ...report, fullest: new Array(51).fill(socket) }, 'fullest: '],
    [socketsReport, { ...report, timeMs: 0 }, 'timeMs: '],
    [socketsReport, { ...report, unix: new Array(11).fill(unixSocket) }, 'unix: '],
    [socketsReport, { ...report, unix: [{ ...unixSocket, name: 'x'.repeat(109) }] }, 'unix.0.name: '],
    [socketsQuery, { sort: 'fill; drop', filter: '', limit: 10 }, 'sort: must be a field of a socket'],
    [socketsQuery, { sort: 'fill', filter: '', limit: 1001 }, 'limit: '],
    [socketsReply, { ok: true, sockets: [] }, 'timeMs: '],
    [socketQuery, { cookie: '1F', options: true }, 'cookie: must be the cookie of a socket'],
    [socketReply, { ok: true, socket: { ...detail, kind: 'sctp' } }, 'socket.kind: '],
    [socketReply, { ok: true, socket: { ...detail, fields: { drops: Number.NaN } } }, 'socket.fields.drops: '],
    [socketReply, { ok: true, socket: { ...detail, fields: { name: 'x'.repeat(401) } } }, 'socket.fields.name: '],
    [
      socketReply,
      {
        ok: true,
        socket: { ...detail, fields: Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`f${n}`, n])) },
      },
      'socket.fields: must hold at most 300 names',
    ],
    [
      tunablesReport,
      { timeMs: report.timeMs, values: { 'net.core.somaxconn': 4096 }, unreadable: {} },
      'values.net.core.somaxconn: ',
    ],
    [viewRequest, { view: 'stack', hostId: '../x' }, 'hostId: '],
    [viewRequest, { view: 'everything' }, 'view: '],
  ])('refuse what does not fit, naming the place (%#)', (schema, value, message) => {
    expect(() => validate<unknown>(schema, value, 'test')).toThrow(message);
  });
});
