import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { expectNoInvention } from '../testing/hostileText.ts';
import { openInterrupts, parseInterrupts } from './interrupts.ts';

const good = fixture('interrupts');
/** What /sys said when the file was captured. */
const eth0 = (irq: number) => (irq >= 37 && irq <= 39 ? 'eth0' : undefined);
/** Every line with one handler belongs to a device. */
const anyone = (_: number, handlers: readonly string[]) => (handlers.length === 1 ? 'eth0' : undefined);

test('gives the lines of network devices, for the CPUs that they interrupted', () => {
  expect(parseInterrupts(good, eth0)).toEqual([
    { device: 'eth0', queue: 'virtio2-config', irq: 37, cpu: 0, count: 0 },
    { device: 'eth0', queue: 'virtio2-input.0', irq: 38, cpu: 1, count: 53_925 },
    { device: 'eth0', queue: 'virtio2-output.0', irq: 39, cpu: 0, count: 45_866 },
  ]);
});

/** A server of 2010: legacy names, CPUs 2 to 14 offline, a shared line. */
const OLD = `           CPU0       CPU1       CPU15
  0:  600299726          0          0    IO-APIC-edge  timer
 50:          0          9          0   IO-APIC-level  uhci_hcd:usb6, eth2
 98:         35          0    2902361       PCI-MSI-X  eth1-0
106:          0          0          0       PCI-MSI-X  eth1-1
NMI:       7615       2989       2931
ERR:          0
`;

test('reads an older layout, with CPUs that are offline', () => {
  const seen: (readonly [number, readonly string[]])[] = [];
  const rows = parseInterrupts(OLD, (irq, handlers) => {
    seen.push([irq, handlers]);
    return handlers[0]?.startsWith('eth1') === true ? 'eth1' : undefined;
  });
  expect(seen).toEqual([
    [0, ['timer']],
    [50, ['uhci_hcd:usb6', 'eth2']],
    [98, ['eth1-0']],
    [106, ['eth1-1']],
  ]);
  expect(rows).toEqual([
    { device: 'eth1', queue: 'eth1-0', irq: 98, cpu: 0, count: 35 },
    { device: 'eth1', queue: 'eth1-0', irq: 98, cpu: 15, count: 2_902_361 },
    { device: 'eth1', queue: 'eth1-1', irq: 106, cpu: 0, count: 0 },
  ]);
});

test.each([
  ['PCI-MSI-edge', '  98:  1  2  PCI-MSI-edge      eth0-TxRx-0', 'eth0-TxRx-0'],
  ['PCI-MSI N-edge', '  98:  1  2  PCI-MSI 524288-edge      i40e-eth0-TxRx-0', 'i40e-eth0-TxRx-0'],
  ['ARM', '  98:  1  2  ITS-MSI 524288 Edge      hns3-0000:7d:00.0-TxRx-0', 'hns3-0000:7d:00.0-TxRx-0'],
  ['Xen', '  98:  1  2  xen-dyn    -event     eth0-q0-rx', 'eth0-q0-rx'],
  ['a name with blanks', '  98:  1  2  GICv3  36 Level     Ethernet 0 rx', 'Ethernet 0 rx'],
  ['a name without end', `  98:  1  2  PCI-MSI 1-edge      ${'x'.repeat(500)}`, 'x'.repeat(64)],
])('reads the handler behind %s', (_, line, queue) => {
  expect(parseInterrupts(`  CPU0  CPU1\n${line}\n`, anyone)).toEqual([
    { device: 'eth0', queue, irq: 98, cpu: 0, count: 1 },
    { device: 'eth0', queue, irq: 98, cpu: 1, count: 2 },
  ]);
});

test('passes over a line that nobody handles', () => {
  expect(parseInterrupts(`  CPU0\n 98:  1  PCI-MSI 524288-edge    \n`, anyone)).toEqual([]);
});

test('does not look at the counts of other lines', () => {
  const text = '  CPU0\n  5:  x  IO-APIC 1-edge  timer\n 98:  1  PCI-MSI 1-edge  eth0\n';
  expect(parseInterrupts(text, (irq) => (irq === 98 ? 'eth0' : undefined))).toHaveLength(1);
});

test.each([
  ['CPU0 CPU1\n 98: 1\n', undefined],
  ['CPU0 CPU1\n 98: 1  eth0\n', 'a line has not the counts of 2 CPUs'],
  ['CPU0 CPU1\n 98: 1 edge  eth0\n', '"edge" is not a counter'],
  ['CPU0 CPU1 CPU2\n 98: 1  eth0\n', 'a line has not the counts of 3 CPUs'],
  ['CPU0\n 98:  1\n', 'a line has not the counts of 1 CPUs'],
  ['CPU0 CPU1\n 98: 1 2 3 edge  eth0\n', 'a line has not the counts of 2 CPUs'],
  ['CPU0\n 98: -1  edge  eth0\n', '"-1" is not a counter'],
  [' 98: 1  edge  eth0\n', '"98:" in the heading is no CPU'],
  ['', 'it is empty'],
])('%j', (text, detail) => {
  if (detail === undefined) expect(parseInterrupts(text, anyone)).toEqual([]);
  else
    expect(() => parseInterrupts(text, anyone)).toThrow(
      expect.objectContaining({ code: 'malformed', path: '/proc/interrupts', detail }),
    );
});

test('stays bounded on a machine with very many queues and CPUs', () => {
  const cpus = Array.from({ length: 256 }, (_, cpu) => cpu);
  const line = (irq: number) => `${irq}: ${cpus.map(() => 1).join(' ')} PCI-MSI ${irq}-edge  eth0-${irq}`;
  const lines = Array.from({ length: 100 }, (_, irq) => line(irq));
  const text = `${[cpus.map((cpu) => `CPU${cpu}`).join(' '), ...lines].join('\n')}\n`;
  expect(parseInterrupts(text, anyone)).toHaveLength(4096);
});

test('never invents a number', () => {
  expectNoInvention({ parse: (text) => parseInterrupts(text, anyone), good });
  expectNoInvention({ parse: (text) => parseInterrupts(text, anyone), good: OLD });
});

test('asks for a line with just what stands in it', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((name) => !/\s|,/.test(name)),
      (name) => {
        const rows = parseInterrupts(`CPU0\n7: 3  edge  ${name}\n`, (_, handlers) => handlers.join());
        expect(rows).toEqual([{ device: name, queue: name.slice(0, 64), irq: 7, cpu: 0, count: 3 }]);
      },
    ),
  );
});

/** A machine whose only device is a link to this place below /sys/devices. */
function machineWith(hardware: string) {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-irq-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'sys/class/net'), { recursive: true });
  mkdirSync(join(root, 'sys/devices', hardware, 'net/eth0'), { recursive: true });
  symlinkSync(join('../../devices', hardware, 'net/eth0'), join(root, 'sys/class/net/eth0'));
  const source = openInterrupts({ procRoot: root, sysRoot: join(root, 'sys') });
  onTestFinished(source.close);
  return { root, source };
}

test('looks up each time whose lines they are', async () => {
  const { root, source } = machineWith('pci0000:00/0000:00:03.0/virtio2');
  writeFileSync(join(root, 'interrupts'), good);
  const own = join(root, 'sys/devices/pci0000:00/0000:00:03.0/msi_irqs');
  mkdirSync(own);
  writeFileSync(join(own, '38'), 'msix\n');
  expect((await source.read(5000)).map((row) => row.queue)).toEqual(['virtio2-input.0']);
  writeFileSync(join(own, '39'), 'msix\n');
  expect((await source.read(5000)).map((row) => row.queue)).toEqual(['virtio2-input.0', 'virtio2-output.0']);
});

test('does not read the file where no device has hardware, and says so where it is missing', async () => {
  expect(await machineWith('virtual').source.read(5000)).toEqual([]);
  await expect(machineWith('vif-0').source.read(5000)).rejects.toMatchObject({ code: 'not-found' });
});
