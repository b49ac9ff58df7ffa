import type { InterfaceDetails } from '@netstrata/metrics';
import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { en } from '../../../messages/en.ts';
import { summaryOf } from './summary.ts';

const t = createTranslator({ locale: 'en', messages: en, namespace: 'interfaces' });
const BARE: InterfaceDetails = { device: 'lo', ifindex: 1, physical: false, unavailableFeatures: 0 };

test.each<[Partial<InterfaceDetails>, readonly string[]]>([
  [
    { physical: true, operstate: 'up', link: { detected: true, speedMbit: 10_000, duplex: 'full' } },
    ['up', '10.0 Gbit/s', 'full duplex'],
  ],
  [{ operstate: 'unknown', link: { detected: true } }, ['up', 'virtual']],
  [{ physical: true, operstate: 'lowerlayerdown', link: { detected: false } }, ['no link']],
  [{ operstate: 'down' }, ['down', 'virtual']],
])('a folded device says %#', (row, words) => {
  expect(summaryOf(t, { ...BARE, ...row })).toEqual(words);
});
