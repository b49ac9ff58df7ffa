import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readQueueSettings } from './queueSettings.ts';

function fakeDevice(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'netstrata-queues-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, 'queues', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

test('which CPUs serve a queue, and what it may hold', async () => {
  const folder = fakeDevice({
    'rx-10/rps_cpus': '00000000,0000000f\n',
    'rx-2/rps_cpus': '0\n',
    'rx-2/rps_flow_cnt': '4096\n',
    'tx-0/xps_cpus': 'ff\n',
    'tx-0/tx_maxrate': '0\n',
    'tx-0/tx_timeout': '2\n',
    'tx-0/byte_queue_limits/limit': '0\n',
    'tx-0/byte_queue_limits/limit_max': '1879048192\n',
    'tx-0/byte_queue_limits/hold_time': '1000\n',
    'nonsense/limit': '1\n',
  });
  expect(await readQueueSettings(folder)).toEqual({
    rx: [
      { queue: 'rx-2', rpsCpus: '0', rpsFlowCnt: 4096 },
      { queue: 'rx-10', rpsCpus: '00000000,0000000f', rpsFlowCnt: undefined },
    ],
    tx: [
      {
        queue: 'tx-0',
        xpsCpus: 'ff',
        xpsRxqs: undefined,
        maxRateMbit: 0,
        timeouts: 2,
        bql: {
          inflightBytes: undefined,
          limitBytes: 0,
          limitMinBytes: undefined,
          limitMaxBytes: 1_879_048_192,
          holdTimeMs: 1000,
          stallCount: undefined,
        },
      },
    ],
    rxCount: 2,
    txCount: 1,
  });
});

test('nonsense is unknown, hundreds of queues are counted and 64 of them shown, no folder is no queues', async () => {
  const odd = await readQueueSettings(fakeDevice({ 'rx-0/rps_cpus': 'x,y\n', 'rx-0/rps_flow_cnt': '-1\n' }));
  expect(odd?.rx).toEqual([{ queue: 'rx-0', rpsCpus: undefined, rpsFlowCnt: undefined }]);
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`tx-${n}/tx_timeout`, '0\n']));
  const queues = await readQueueSettings(fakeDevice(many));
  expect([queues?.txCount, queues?.tx.length, queues?.tx.at(-1)?.bql]).toEqual([100, 64, undefined]);
  expect(await readQueueSettings('/nonexistent')).toBeUndefined();
});
