import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readDeviceInterrupts } from './deviceInterrupts.ts';

/** A /sys in which network devices are links into /sys/devices, as the kernel's are. */
function fakeSys() {
  const root = mkdtempSync(join(tmpdir(), 'netstrata-sys-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'class/net'), { recursive: true });
  return {
    root,
    device: (name: string, hardware: string) => {
      mkdirSync(join(root, 'devices', hardware, 'net', name), { recursive: true });
      symlinkSync(join('../../devices', hardware, 'net', name), join(root, 'class/net', name));
    },
    msi: (hardware: string, ...irqs: number[]) => {
      mkdirSync(join(root, 'devices', hardware, 'msi_irqs'), { recursive: true });
      for (const irq of irqs) writeFileSync(join(root, 'devices', hardware, 'msi_irqs', String(irq)), 'msix\n');
    },
    classic: (hardware: string, irq: number) => {
      mkdirSync(join(root, 'devices', hardware), { recursive: true });
      writeFileSync(join(root, 'devices', hardware, 'irq'), `${irq}\n`);
    },
    ownerOf: (irq: number, ...handlers: string[]) => readDeviceInterrupts(root).ownerOf(irq, handlers),
  };
}

test('a device owns the lines of its PCI function, whatever their names', () => {
  const sys = fakeSys();
  sys.device('eth0', 'pci0000:00/0000:00:05.0');
  sys.msi('pci0000:00/0000:00:05.0', 40, 41);
  expect(sys.ownerOf(40, 'mlx5_comp0@pci:0000:00:05.0')).toBe('eth0');
  expect(sys.ownerOf(41, 'eth9-rx-0')).toBe('eth0');
  expect(sys.ownerOf(42, 'eth0-rx-0')).toBeUndefined();
});

test('a virtio device owns those of the function that carries it, and none of its neighbour', () => {
  const sys = fakeSys();
  sys.device('eth0', 'pci0000:00/0000:00:03.0/virtio2');
  sys.msi('pci0000:00/0000:00:03.0', 37, 38, 39);
  sys.msi('pci0000:00/0000:00:04.0', 40, 41, 42, 43);
  expect(sys.ownerOf(38, 'virtio2-input.0')).toBe('eth0');
  expect(sys.ownerOf(41, 'virtio3-rx')).toBeUndefined();
});

test('a device on USB does not own the lines of the controller', () => {
  const sys = fakeSys();
  sys.device('usb1', 'pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0');
  sys.msi('pci0000:00/0000:00:14.0', 30);
  expect(sys.ownerOf(30, 'xhci_hcd')).toBeUndefined();
  expect(sys.ownerOf(31, 'ehci_hcd:usb1')).toBeUndefined();
});

test('a classic line belongs to the device that has it alone', () => {
  const sys = fakeSys();
  sys.device('eth0', 'pci0000:00/0000:00:05.0');
  sys.classic('pci0000:00/0000:00:05.0', 16);
  expect(sys.ownerOf(16, 'Ethernet Pro 10/100')).toBe('eth0');
  expect(sys.ownerOf(16, 'eth0', 'uhci_hcd:usb1')).toBeUndefined();
});

test.each([
  ['eth0-rx-0', 'eth0'],
  ['eth0', 'eth0'],
  ['eth0:tx', 'eth0'],
  ['i40e-eth0-TxRx-3', 'eth0'],
  ['eth1-rx-0', undefined],
  ['eth10-rx-0', 'eth10'],
  ['30be0000.ethernet', 'eth10'],
  ['30be0000.ethernet2', undefined],
  ['xeth0', undefined],
  ['lo', undefined],
  ['veth1-rx', undefined],
])('hardware that lists no lines is known by the name %s', (handler, owner) => {
  const sys = fakeSys();
  sys.device('eth0', 'vif-0');
  sys.device('eth10', 'platform/30be0000.ethernet');
  sys.device('lo', 'virtual');
  sys.device('veth1', 'virtual');
  expect(sys.ownerOf(60, handler)).toBe(owner);
});

test('interfaces on one function are told apart by name, or not at all', () => {
  const sys = fakeSys();
  const hardware = 'pci0000:00/0000:00:05.0';
  sys.device('eth0', hardware);
  sys.device('eth1', hardware);
  sys.msi(hardware, 40, 41, 42);
  expect(sys.ownerOf(40, 'eth1-rx-0')).toBe('eth1');
  expect(sys.ownerOf(41, 'mlx4-0@0000:00:05.0')).toBeUndefined();
  expect(sys.ownerOf(42, 'ice-0000:00:05.0:misc')).toBeUndefined();
});

test('virtual devices have none', () => {
  const sys = fakeSys();
  sys.device('lo', 'virtual');
  sys.device('veth1', 'virtual');
  expect(readDeviceInterrupts(sys.root).possible).toBe(false);
  sys.device('eth0', 'vif-0');
  expect(readDeviceInterrupts(sys.root).possible).toBe(true);
});

test('passes over what is no link, and what is no number', () => {
  const sys = fakeSys();
  writeFileSync(join(sys.root, 'class/net/bonding_masters'), 'bond0\n');
  sys.device('eth0', 'pci0000:00/0000:00:05.0');
  sys.msi('pci0000:00/0000:00:05.0', 40);
  writeFileSync(join(sys.root, 'devices/pci0000:00/0000:00:05.0/msi_irqs/power'), '');
  expect(sys.ownerOf(40, 'eth0-0')).toBe('eth0');
});

test('says so where there is no /sys', () => {
  expect(() => readDeviceInterrupts('/nonexistent')).toThrow(
    expect.objectContaining({ code: 'not-found', path: '/nonexistent/class/net' }),
  );
});
