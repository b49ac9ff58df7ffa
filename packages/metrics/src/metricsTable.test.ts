import { expect, it } from 'vitest';
import { METRICS } from './catalog.ts';
import { metricsTable } from './metricsTable.ts';

const table = metricsTable();

it('docs/metrics.md is what the catalogue says now; `npm run docs` renews it', async () => {
  await expect(table).toMatchFileSnapshot('../../../docs/metrics.md');
});

it('every metric has a row of seven cells, with its unit, its meaning and a command', () => {
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toHaveLength(METRICS.length);
  for (const row of rows) {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1);
    expect(cells).toHaveLength(7);
    for (const at of [0, 1, 2, 3, 4, 6]) expect(cells[at]?.trim(), row).not.toBe('');
  }
});
