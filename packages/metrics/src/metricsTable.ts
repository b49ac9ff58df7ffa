import { METRICS } from './catalog.ts';
import { SOURCES } from './sources.ts';
import { type AnyMetric, LAYERS, type SourceId } from './types.ts';

const INTRODUCTION = `# Metrics

Every metric of the catalogue, by layer and by where the agent reads it. This page is made from the catalogue: \`npm run docs\`
renews it, and a test fails while it is old.

- **Metric**: its id, as in addresses and in the API; \`{device}\` and the like are the labels its series carry.
- **Kernel name**: what the kernel calls it. A counter that a kernel has beyond these (the ICMP types, or what a newer kernel
  added) gets an id, a layer and the kernel's own name as well.
- **Limit**: what it fills or is bounded by: a sysctl, or another metric.
- **Same in a shell**: what shows the same number without Netstrata.

Kinds: a *counter* only grows, and is shown as a rate; a *gauge* is a value of the moment; a *distribution* counts how many
things lie in each part of a range.
`;

const HEAD = `| Metric | Kernel name | Kind | Unit | Meaning | Limit | Same in a shell |
| --- | --- | --- | --- | --- | --- | --- |`;

/** A cell of a Markdown table: one line, and no bar that would end it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

function code(text: string): string {
  return text === '' ? '' : `\`${cell(text)}\``;
}

function rowOf(entry: AnyMetric): string {
  const labels = entry.labels.length === 0 ? '' : `{${entry.labels.join(', ')}}`;
  return `| ${[
    code(`${entry.id}${labels}`),
    code(entry.kernelName),
    entry.kind,
    entry.unit,
    `**${cell(entry.title)}**. ${cell(entry.help)}`,
    code(entry.fills ?? ''),
    entry.commands.length === 0 ? 'only here: it is about the agent itself' : entry.commands.map(code).join('<br>'),
  ].join(' | ')} |`;
}

/** The whole catalogue as a page of Markdown. */
export function metricsTable(): string {
  const sections = LAYERS.map((layer) => {
    const ofLayer = METRICS.filter((entry) => entry.layer === layer);
    const sources = [...new Set(ofLayer.map(({ source }) => source))];
    const tables = sources.map((source: SourceId) => {
      const rows = ofLayer.filter((entry) => entry.source === source).map(rowOf);
      return `### ${SOURCES[source].path}, as \`${source}\`\n\n${HEAD}\n${rows.join('\n')}\n`;
    });
    return `## ${layer[0]?.toUpperCase()}${layer.slice(1)} layer\n\n${tables.join('\n')}`;
  });
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}
