import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startProgram, untilReady } from './child.ts';
import { readBenchOptions, readMemoryOptions } from './options.ts';
import { wireBytesPerTick } from './product/api.ts';
import { jsonOf, tableOf } from './report.ts';
import { measureFor, processMeasured, type Row } from './subject.ts';
import { cpuMsOf, cpuMsOfEndedChildren, rssMbOf } from './usage.ts';

const ROWS: Row[] = [
  { subject: 'agent', sockets: 10_000, cpuPercent: 0.81649, rssMb: 74.26, wireBytesPerSample: 0.31449 },
  { subject: 'ss', sockets: 10_000, cpuPercent: 8.5, rssMb: null, wireBytesPerSample: null },
];

test('a table aligns its figures, and a figure that is unknown is a dash, not a zero', () => {
  expect(tableOf(ROWS).split('\n')).toEqual([
    'sockets  subject  CPU % of a core  RSS MB  wire bytes/value',
    '  10000  agent               0.82    74.3             0.314',
    '  10000  ss                  8.50       -                 -',
  ]);
});

test('rows as JSON keep their names, and unknown is null', () => {
  expect(JSON.parse(jsonOf('agent', ROWS))).toEqual({
    bench: 'agent',
    rows: [
      { subject: 'agent', sockets: 10_000, cpuPercent: 0.816, rssMb: 74.3, wireBytesPerSample: 0.314 },
      { subject: 'ss', sockets: 10_000, cpuPercent: 8.5, rssMb: null, wireBytesPerSample: null },
    ],
  });
});

describe('options of a bench', () => {
  test('have defaults, and take a list of socket counts', () => {
    expect(readBenchOptions([])).toEqual({ seconds: 20, sockets: [0, 1000, 10_000], json: undefined });
    expect(readBenchOptions(['--seconds', '5', '--sockets=0,16000', '--json', 'out.json'])).toEqual({
      seconds: 5,
      sockets: [0, 16_000],
      json: 'out.json',
    });
  });

  test('of the one for memory, too', () => {
    expect(readMemoryOptions([])).toEqual({ minutes: 30, sockets: 1000, json: undefined });
    expect(readMemoryOptions(['--minutes=5', '--sockets', '0']).minutes).toBe(5);
    expect(() => readMemoryOptions(['--minutes', '0'])).toThrow('--minutes is "0": whole numbers from 1 to 1440.');
    expect(() => readMemoryOptions(['--sockets', '1,2'])).toThrow('--sockets is "1,2"');
  });

  test.each([
    [['--seconds', '1'], '--seconds is "1": whole numbers from 3 to 600.'],
    [['--sockets', '10,-1'], '--sockets is "-1"'],
    [['--sockets', ''], '--sockets is ""'],
    [['--what'], "Unknown option '--what'"],
  ])('are refused with what is allowed: %j', (argv, message) => {
    expect(() => readBenchOptions(argv)).toThrow(message);
  });
});

describe('what a process costs', () => {
  test('is read from its CPU clock, which agrees with what the process itself sees', () => {
    const before = process.cpuUsage();
    const beforeMs = cpuMsOf(process.pid);
    while (cpuMsOf(process.pid) - beforeMs < 30);
    const own = process.cpuUsage(before);
    expect((own.user + own.system) / 1000).toBeGreaterThanOrEqual(29);
    expect(() => cpuMsOf(2 ** 22)).toThrow('CPU clock of process 4194304');
  });

  test('is summed over children that have ended', async () => {
    const before = cpuMsOfEndedChildren();
    await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'close');
    expect(cpuMsOfEndedChildren() - before).toBeGreaterThan(1);
  });

  test('is nothing for a process that sleeps, and unknown for one that is gone', async () => {
    await using sleeper = startProgram('sleep', ['60']);
    const { cpuPercent, rssMb } = await measureFor(processMeasured(sleeper.pid), 1);
    expect(cpuPercent).toBeLessThan(1);
    expect(rssMb).toBeGreaterThan(0.1);
    expect(rssMb).toBeLessThan(20);
    await sleeper[Symbol.asyncDispose]();
    expect(rssMbOf(sleeper.pid)).toBeUndefined();
  });
});

test('a program that ends instead of answering gives its own reason', async () => {
  await using program = startProgram('sh', ['-c', 'echo the port is taken >&2; exit 1']);
  const never = () => Promise.reject(new Error('no answer'));
  await expect(untilReady(program, { what: 'it', limitMs: 20_000 }, never)).rejects.toThrow(
    'it ended: the port is taken',
  );
});

describe('wire bytes a tick', () => {
  const answering = async (points: readonly (readonly [number, number | null])[]) => {
    const server = createServer((_request, answer) => answer.end(JSON.stringify({ series: [{ points }] })));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      return await wireBytesPerTick(`http://127.0.0.1:${port}`, { fromMs: 0, toMs: 9000 });
    } finally {
      server.close();
    }
  };

  test('are the growth of the counter over the time between its first and last known values', async () => {
    const points = [
      [1000, null],
      [2000, 500],
      [3000, null],
      [5000, 800],
    ] as const;
    expect(await answering(points)).toBe(100);
  });

  test('are unknown while too little is stored', async () => {
    expect(await answering([])).toBeUndefined();
    expect(await answering([[1000, 5]])).toBeUndefined();
  });
});
