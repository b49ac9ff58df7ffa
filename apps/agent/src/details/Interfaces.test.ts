import type { InterfaceRow } from '@netstrata/kernel';
import { detailMessage } from '@netstrata/protocol/schemas';
import { expect, test } from 'vitest';
import { Interfaces } from './Interfaces.ts';

const MODES = ['1000baseT/Full', 'Autoneg', 'RS'];
/** A card that reports everything which the machines at hand have not. */
const CARD: InterfaceRow = {
  device: 'eth0',
  ifindex: 2,
  physical: true,
  link: {
    detected: true,
    transceiver: 'external',
    supportedModes: MODES,
    advertisedModes: MODES.slice(0, 2),
    peerModes: MODES.slice(1),
  },
  fec: {
    configured: ['RS', 'BASER'],
    auto: true,
    active: 'RS',
    correctedBlocks: 7,
    uncorrectableBlocks: 1,
    correctedBits: 99,
  },
  eee: {
    enabled: true,
    active: false,
    supportedModes: MODES.slice(0, 1),
    advertisedModes: MODES.slice(0, 1),
    peerModes: MODES.slice(0, 1),
    txLpi: true,
    txLpiTimerUs: 30,
  },
  privateFlags: [
    { name: 'legacy-rx', on: false },
    { name: 'link-down-on-close', on: true },
  ],
};

test('what a card reports of its link arrives as it is', async () => {
  const read = async () => ({ rows: [CARD], count: 1, problems: [] });
  const report = await new Interfaces({ read, wallMs: () => 1_800_000_000_000 }).read();
  const sent = JSON.parse(JSON.stringify({ kind: 'interfaces', answer: { ok: true, report } }));
  expect(detailMessage.parse(sent)).toEqual(sent);
  expect(sent.answer.report.interfaces[0]).toMatchObject(CARD);
});
