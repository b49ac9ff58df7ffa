import { describe, expect, it } from 'vitest';
import { METRICS } from '../catalog.ts';
import { ALL_IDS, ID } from './ids.ts';

const catalogued = new Set(METRICS.map(({ id }) => id));

describe('the ids that the stack and the rules read', () => {
  it.each(ALL_IDS.map((id) => [id]))('%s is in the catalogue', (id) => {
    expect(catalogued).toContain(id);
  });

  it('are written once', () => {
    expect(new Set(ALL_IDS).size).toBe(ALL_IDS.length);
    expect(ID.tcp.retransSegs).toBe('transport.tcp.retransSegs');
  });
});
