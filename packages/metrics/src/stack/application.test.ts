import { describe, expect, it } from 'vitest';
import { applicationLayer } from './application.ts';
import type { StackInput } from './context.ts';
import { english } from './english.ts';
import { ID } from './ids.ts';
import { grows, inputOf, listenerRow, report, type Samples, socketRow } from './stackFixture.ts';

const QUIET: Samples = {
  [ID.tcp.activeOpens]: grows(2),
  [ID.tcp.passiveOpens]: grows(3),
  [ID.sockets.listeners]: 4,
  [ID.sockets.recvQBytes]: 100,
  [ID.sockets.tcpRcvbufBytes]: 1_000_000,
  [ID.sockets.udpRcvbufBytes]: 500_000,
  [ID.sockets.recvMaxFill]: 0.1,
  [ID.sockets.acceptQueueMaxFill]: 0,
  [ID.sockets.acceptQueueMaxBacklog]: 128,
};
const layerOf = (samples: Samples, more: Partial<StackInput> = {}) =>
  english(applicationLayer(inputOf({ ...QUIET, ...samples }, more)));

describe('the application layer', () => {
  it('is calm while programs read and accept', () => {
    const layer = layerOf({});
    expect(layer.state).toBe('calm');
    expect(layer.reason).toBe('4 listening, nothing left unread for long');
    expect(layer.headlines.map(({ title, value }) => [title, value])).toEqual([
      ['Opened', 2],
      ['Accepted', 3],
      ['Listening', 4],
    ]);
    expect(layer.gauges[0]).toMatchObject({ value: 100, limit: 1_500_000, state: 'calm' });
  });

  it('is unknown without the counters of connections', () => {
    const layer = layerOf({ [ID.tcp.passiveOpens]: [] });
    expect(layer.state).toBe('unknown');
    expect(layer.reason).toBe('the agent does not report counters of opened connections');
  });

  it('names the program that does not read', () => {
    const row = socketRow({ process: 'python3', localPort: 9000, recvQ: 60_000, rmemAlloc: 100_000, rcvbuf: 131_072 });
    const layer = layerOf({ [ID.sockets.recvMaxFill]: 0.76 }, { sockets: report({ fullest: [row] }) });
    expect(layer.state).toBe('busy');
    expect(layer.reason).toBe(
      'python3 127.0.0.1:9000 → 127.0.0.1:40000 does not read fast enough: its receive buffer stays full for 5 s (97.7 KiB of 128 KiB)',
    );
    expect(layer.gauges[0]?.state).toBe('busy');
  });

  it('does not take a burst for a program that does not read', () => {
    const burst = [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.1, 0.9, 0.9, 0.9];
    expect(layerOf({ [ID.sockets.recvMaxFill]: burst }).state).toBe('calm');
    const fresh = inputOf({ ...QUIET, [ID.sockets.recvMaxFill]: [...Array(8).fill(Number.NaN), 0.9, 0.9, 0.9] });
    expect(applicationLayer(fresh).state).toBe('calm');
  });

  it('names the program that does not accept', () => {
    const sockets = report({ listeners: [listenerRow({ process: 'nginx', recvQ: 129, sendQ: 128 })] });
    const layer = layerOf({ [ID.sockets.acceptQueueMaxFill]: 129 / 128 }, { sockets });
    expect(layer.state).toBe('busy');
    expect(layer.reason).toBe('nginx :8080 does not accept fast enough: its queue stays full for 5 s');
  });

  it('says which process is near its limit of open files', () => {
    const files = (used: number, near: number) => ({
      [ID.processes.openFilesMaxUsed]: used,
      [ID.processes.openFilesMaxLimit]: 1024,
      [ID.processes.nearCount]: near,
    });
    const named = {
      [`${ID.processes.nearOpenFiles}{process=nginx}`]: 1020,
      [`${ID.processes.nearLimit}{process=nginx}`]: 1024,
    };
    const other = {
      [`${ID.processes.nearOpenFiles}{process=redis}`]: 90,
      [`${ID.processes.nearLimit}{process=redis}`]: 100,
    };
    const gaugeOf = ({ gauges }: ReturnType<typeof layerOf>) => gauges.find(({ id }) => id === 'application.openFiles');
    const calm = layerOf(files(100, 0));
    expect(calm.state).toBe('calm');
    expect(gaugeOf(calm)).toMatchObject({ value: 100, limit: 1024, detail: 'the process nearest to its limit' });
    const full = layerOf({ ...files(1020, 2), ...other, ...named });
    expect(full.state).toBe('saturated');
    expect(full.reason).toBe('the limit of open files of nginx is full: 1.02k of 1.02k');
    expect(gaugeOf(full)?.detail).toBe('nginx; 2 processes are near theirs');
    expect(layerOf(files(900, 1)).reason).toBe('the limit of open files of a process is filling: 900 of 1.02k');
    expect(gaugeOf(layerOf({}))).toBe(undefined);
  });

  it('lets the transport count its traffic: the kernel counts none above', () => {
    const layer = layerOf({ [ID.tcp.outSegs]: grows(10), [ID.udp.outDatagrams]: grows(5), [ID.tcp.inSegs]: grows(7) });
    expect(layer.flow).toEqual({ down: 15, up: 7, unit: 'segments/s' });
  });
});
