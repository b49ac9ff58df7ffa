import { expect, test } from 'vitest';
import { METRICS, metric } from '../catalog.ts';
import { fillTemplate, TOOLS, toolOf } from './index.ts';
import { parseTemplate } from './template.ts';

const textsOf = (lines: ReturnType<typeof fillTemplate>) =>
  lines.map((parts) => parts.map(({ text }) => text).join(''));

test('every command of the catalogue of metrics belongs to a tool', () => {
  const ids = new Set(TOOLS.map(({ id }) => id));
  expect(ids.size).toBe(TOOLS.length);
  const strangers = METRICS.flatMap(({ commands }) => commands).filter((command) => !ids.has(toolOf(command)));
  expect(strangers).toEqual([]);
});

test('what stands in the lines of tools are metrics of the catalogue and labels that they have', () => {
  const lines = TOOLS.flatMap(({ views }) => views.flatMap((view) => view.lines));
  for (const line of lines) {
    const each = typeof line === 'string' ? undefined : metric(line.each);
    if (typeof line !== 'string') expect(each, line.each).toBeDefined();
    for (const inner of typeof line === 'string' ? [line] : line.lines)
      for (const part of parseTemplate(inner)) {
        if (typeof part === 'string') {
          expect(part).not.toMatch(/[{}]/);
          continue;
        }
        for (const id of part.metrics) expect(metric(id), id).toBeDefined();
        if (part.label !== undefined) expect(each?.labels, inner).toContain(part.label);
      }
  }
});

test.each([
  ['ss -tin', 'ss'],
  ['grep ^TCP: /proc/net/sockstat', 'cat'],
  ['ip netns exec {netns} nstat -az TcpOutSegs', 'nstat'],
  ['ip netns list', 'ip'],
])('%s is a call of %s', (command, tool) => {
  expect(toolOf(command)).toBe(tool);
});

test('numbers take the places of those that the tool would print, and what is not known is a dash', () => {
  const series = (metricId: string) =>
    ({
      rx: [
        { labels: { device: 'lo' }, value: 2048, perSecond: 1024 },
        { labels: { device: 'eth0' }, value: 10, perSecond: null },
      ],
      tx: [{ labels: { device: 'lo' }, value: 1, perSecond: 0.5 }],
      states: [
        { labels: { state: 'listen' }, value: 3, perSecond: null },
        { labels: { state: 'established' }, value: 4, perSecond: null },
      ],
    })[metricId] ?? [];
  const lines = fillTemplate(
    [
      'all {rx} and {rx+tx}, {states[state=listen]} listen, {none}',
      { each: 'rx', lines: ['{@device<5}|{rx/s~1024>6}|{tx>3}|'] },
    ],
    series,
  );
  expect(textsOf(lines)).toEqual(['all 2058 and 2059, 3 listen, –', 'lo   |  1.00|  1|', 'eth0 |     –|  –|']);
  expect(lines[0]?.filter(({ metric: id }) => id !== undefined).map(({ metric: id }) => id)).toEqual([
    'rx',
    'rx',
    'states',
    'none',
  ]);
});
