import type { SocketsReport } from '@netstrata/metrics';
import { describe, expect, it } from 'vitest';
import { advise } from '../advise.ts';
import { AdviceBook } from '../book.ts';
import { contextOf, NOTHING_OPEN, NOW_MS, SHORT_OF_MEMORY, TUNABLES, told } from '../contextFixture.ts';
import { receiverDumps } from '../receiveBuffer/receiverFixture.ts';
import type { RuleContext } from '../types.ts';
import { sockRcvbufAutotuneCeiling } from './sock-rcvbuf-autotune-ceiling.ts';

const RMEM = '4096 131072 131072';
const tunables = (more: Record<string, string> = {}) => ({ ...TUNABLES, 'net.ipv4.tcp_rmem': RMEM, ...more });
const evaluate = (
  sockets: readonly SocketsReport[],
  more: Partial<RuleContext> & { readonly samples?: Record<string, number> } = {},
  open: ReadonlySet<string> = NOTHING_OPEN,
) => {
  const { samples = {}, ...rest } = more;
  return told(sockRcvbufAutotuneCeiling, contextOf(samples, { sockets, tunables: tunables(), ...rest }), open);
};
const OPEN = new Set(['net.ipv4.tcp_rmem']);

describe('when it fires', () => {
  it.each([
    ['four fifths of the window a round trip', { rxBytesPerSecond: 1_966_080 }, 0],
    ['more than that', { rxBytesPerSecond: 1_990_000 }, 1],
    ['a round trip below a millisecond', { rcvRttUs: 999, rxBytesPerSecond: 95_000_000 }, 0],
    ['a round trip of a millisecond', { rcvRttUs: 1000, rxBytesPerSecond: 95_000_000 }, 1],
    ['a round trip of more than twice what the connection measured', { rttUs: 19_999 }, 0],
    ['one of twice that', { rttUs: 20_000 }, 1],
    ['one that the connection did not measure', { rttUs: undefined }, 0],
    ['half the window unread', { recvQ: 49_152 }, 1],
    ['more unread', { recvQ: 49_153 }, 0],
    ['a reader that is too slow', { limit: 'reader' as const }, 0],
    ['a buffer below nine tenths of the maximum', { rcvbuf: 117_964 }, 0],
    ['a buffer at nine tenths', { rcvbuf: 117_965 }, 1],
    ['a window that is not known', { rcvWndBytes: undefined }, 0],
    ['a round trip that is not known', { rcvRttUs: undefined }, 0],
  ])('with %s', (_, row, findings) => {
    expect(evaluate(receiverDumps(() => row))).toHaveLength(findings);
  });

  it('stays open above three fifths', () => {
    expect(
      evaluate(
        receiverDumps(() => ({ rxBytesPerSecond: 1_490_000 })),
        {},
        OPEN,
      ),
    ).toHaveLength(1);
    expect(
      evaluate(
        receiverDumps(() => ({ rxBytesPerSecond: 1_470_000 })),
        {},
        OPEN,
      ),
    ).toEqual([]);
  });

  it('waits 15 s, from when the settings were last seen to change and from when the buffer last grew', () => {
    expect(evaluate(receiverDumps(() => ({}), 15))).toEqual([]);
    expect(evaluate(receiverDumps(() => ({}), 16))).toHaveLength(1);
    expect(evaluate(receiverDumps(), { tunablesSinceMs: NOW_MS - 14_000 })).toEqual([]);
    expect(evaluate(receiverDumps((n) => ({ rcvbuf: n < 8 ? 120_000 : 131_072 })))).toEqual([]);
  });

  it('is silent where the kernel is not to let buffers grow, and where tcp_rmem is not known', () => {
    expect(evaluate(receiverDumps(), { tunables: tunables({ 'net.ipv4.tcp_moderate_rcvbuf': '0' }) })).toEqual([]);
    expect(evaluate(receiverDumps(), { tunables: {} })).toEqual([]);
  });
});

describe('what it proposes', () => {
  it('what the kernel sets by itself, where the limit was set below that', () => {
    const [finding] = evaluate(receiverDumps());
    expect(finding?.changes).toEqual([
      { tunable: 'net.ipv4.tcp_rmem', namespace: 'host', current: RMEM, proposed: '4096 131072 6291456' },
    ]);
    expect(finding?.arithmetic).toBe(
      "19.7 Mbit/s x 40.0 ms = 96.0 KiB in flight, of a window of 96.0 KiB; twice that, at 75.0 % of the buffer as window = 256 KiB; next power of two: 262144; at least the kernel's own default: 6291456",
    );
    expect(finding?.title).toBe('net.ipv4.tcp_rmem limits how fast curl can receive');
    expect(finding?.evidence.map(({ value }) => value)).toEqual([131_072, 40_000]);
  });

  it('no more than twice the buffer, since no more than the window is in flight', () => {
    const most = 6_291_456;
    const fast = { rcvbuf: most, rcvWndBytes: 4_718_592, rxBytesPerSecond: 130_000_000 };
    const [finding] = evaluate(
      receiverDumps(() => fast),
      { tunables: tunables({ 'net.ipv4.tcp_rmem': `4096 131072 ${most}` }) },
    );
    expect(finding?.changes[0]?.proposed).toBe('4096 131072 16777216');
    expect(finding?.arithmetic).toContain('in flight, at most the window of 4.50 MiB; twice that');
  });

  it('no more than the memory for TCP leaves, and nothing while memory is short', () => {
    const [capped] = evaluate(receiverDumps(), { tunables: tunables({ 'net.ipv4.tcp_mem': '100 120 160' }) });
    expect(capped?.changes[0]?.proposed).toBe('4096 131072 163840');
    const [full] = evaluate(receiverDumps(), { tunables: tunables({ 'net.ipv4.tcp_mem': '100 110 128' }) });
    expect(full).toMatchObject({ changes: [], arithmetic: '' });
    expect(full?.actions[0]).toContain('net.ipv4.tcp_mem');
    expect(evaluate(receiverDumps(), { samples: SHORT_OF_MEMORY as Record<string, number> })[0]?.changes).toEqual([]);
  });
});

it('goes on proposing what the fastest moment needed while it is open', () => {
  const book = new AdviceBook();
  const proposed = (rxBytesPerSecond: number) => {
    const sockets = receiverDumps(() => ({ rcvbuf: 6_291_456, rcvWndBytes: 4_718_592, rxBytesPerSecond }));
    const { advice } = advise(book, contextOf({}, { sockets, tunables: TUNABLES }), 0, [sockRcvbufAutotuneCeiling]);
    return advice[0]?.changes[0]?.proposed;
  };
  const most = '4096 131072 16777216';
  expect([106_168_320, 106_168_320, 73_138_176].map(proposed)).toEqual([undefined, most, most]);
});
