import { expect, it } from 'vitest';
import { fastestCommon, fastestOffered, fastestOwn, speedOfMode } from './linkModes.ts';

it('reads the speed of a mode, and finds the fastest that both ends have', () => {
  expect(['10baseT/Half', '2500baseX/Full', '100000baseKR4/Full', 'Autoneg', 'FIBRE'].map(speedOfMode)).toEqual([
    10,
    2500,
    100_000,
    undefined,
    undefined,
  ]);
  const link = {
    supportedModes: ['100baseT/Full', '1000baseT/Full', '10000baseT/Full'],
    advertisedModes: ['100baseT/Full'],
    peerModes: ['100baseT/Full', '1000baseT/Full', 'Autoneg'],
  };
  expect([fastestCommon(link), fastestOwn(link), fastestOffered(link)]).toEqual([1000, 10_000, 100]);
  expect([fastestCommon({}), fastestOwn({}), fastestOffered({})]).toEqual([undefined, undefined, undefined]);
  expect(fastestCommon({ supportedModes: ['1000baseT/Full'], peerModes: ['Autoneg'] })).toBeUndefined();
});
