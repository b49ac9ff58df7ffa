import { describe, expect, it } from 'vitest';
import { changesIn, contextOf, dumpsOf, grew, NOTHING_OPEN, type Samples, socketRow, told } from '../contextFixture.ts';
import { tcpListenDropsOther } from './tcp-listen-drops-other.ts';

const DROPS = 'socket.tcpExt.listenDrops';
const OVERFLOWS = 'socket.tcpExt.listenOverflows';
const FULL = 'socket.tcpExt.tcpReqQFullDrop';
const findings = (samples: Samples, cookies = '1', open = false) =>
  told(
    tcpListenDropsOther,
    contextOf(samples, { tunables: { 'net.ipv4.tcp_syncookies': cookies, 'net.ipv4.tcp_max_syn_backlog': '512' } }),
    open ? new Set(['host']) : NOTHING_OPEN,
  );

describe('tcp-listen-drops-other', () => {
  it('counts what neither queue explains: fires above 60 a minute, clears after a minute without', () => {
    expect(findings({ [DROPS]: grew(9), [OVERFLOWS]: grew(5), [FULL]: grew(3) })).toEqual([]);
    expect(findings({ [DROPS]: grew(10), [OVERFLOWS]: grew(5), [FULL]: grew(3) })[0]).toMatchObject({
      severity: 'warning',
      confidence: 'low',
      changes: [],
    });
    expect(findings({ [DROPS]: grew(1, 1), [OVERFLOWS]: grew(0) }, '1', true)).toHaveLength(1);
    expect(findings({ [DROPS]: grew(5), [OVERFLOWS]: grew(5) }, '1', true)).toEqual([]);
  });

  it('knows the reserve for known peers where cookies are off', () => {
    const [finding] = findings({ [DROPS]: grew(10), [OVERFLOWS]: grew(0) }, '0');
    expect(finding?.confidence).toBe('medium');
    expect(finding?.why).toContain('the last quarter of net.ipv4.tcp_max_syn_backlog (512)');
    expect(changesIn(finding)).toEqual(['net.ipv4.tcp_syncookies=1']);
  });

  it('names the listener by its own count', () => {
    const at = (drops: number, localPort: number) =>
      socketRow({
        state: 'listen',
        local: '10.0.0.1',
        localPort,
        sendQ: 128,
        drops,
        process: 'nginx',
        pid: 7,
        cookie: `l${localPort}`,
      });
    const sockets = dumpsOf('listeners', [
      [at(5, 80), at(0, 81)],
      [at(405, 80), at(3, 81)],
    ]);
    const [finding] = told(
      tcpListenDropsOther,
      contextOf({ [DROPS]: grew(10), [OVERFLOWS]: grew(0) }, { sockets }),
      NOTHING_OPEN,
    );
    expect(finding?.where).toBe('nginx (pid 7) on 10.0.0.1:80: 400 by its own count');
  });

  it('waits for history, and is silent where one counter is missing', () => {
    expect(findings({ [DROPS]: grew(99, 5, 5), [OVERFLOWS]: grew(0, 5, 5) })).toEqual([]);
    expect(findings({ [DROPS]: grew(99) })).toEqual([]);
  });
});
