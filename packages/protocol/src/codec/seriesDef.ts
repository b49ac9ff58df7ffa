import { ProtocolError } from '../errors.ts';
import type { SeriesDef } from '../types.ts';
import type { ByteReader } from './ByteReader.ts';
import type { ByteWriter } from './ByteWriter.ts';
import { FRAME_LIMITS } from './limits.ts';

const METRIC = /^[!-~]{1,128}$/;
const LABEL_NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,127}$/;

/** Writes a definition: the letters its metric shares with the metric before, the rest of it, its labels. */
export const writeSeriesDef = (out: ByteWriter, { metric, labels }: SeriesDef, previousMetric: string): void => {
  if (!METRIC.test(metric)) throw new ProtocolError('bad-frame', 'encode', `${quoted(metric)} is no metric id`);
  const shared = sharedPrefix(previousMetric, metric);
  out.varint(shared);
  out.string(metric.slice(shared));
  const entries = Object.entries(labels);
  if (entries.length > FRAME_LIMITS.labelsPerSeries)
    throw new ProtocolError('bad-frame', 'encode', `${metric} has ${entries.length} labels`);
  out.varint(entries.length);
  for (const [name, value] of entries) {
    if (!LABEL_NAME.test(name)) throw new ProtocolError('bad-frame', 'encode', `${quoted(name)} is no label name`);
    out.string(name);
    out.string(value);
  }
};

/** Reads what writeSeriesDef wrote; anything else is a ProtocolError `bad-frame`. */
export const readSeriesDef = (input: ByteReader, previousMetric: string): SeriesDef => {
  const shared = input.count(previousMetric.length, 'shared letters');
  const metric = previousMetric.slice(0, shared) + input.string();
  if (!METRIC.test(metric)) throw bad(`${quoted(metric)} is no metric id`);
  return { metric, labels: readLabels(input) };
};

/** What a definition takes in memory, roughly, in letters. */
export const lettersOf = ({ metric, labels }: SeriesDef): number =>
  Object.entries(labels).reduce((sum, [name, value]) => sum + name.length + value.length, metric.length);

const readLabels = (input: ByteReader): SeriesDef['labels'] => {
  const labels: Record<string, string> = {};
  for (let left = input.count(FRAME_LIMITS.labelsPerSeries, 'labels'); left > 0; left--) {
    const name = input.string();
    if (!LABEL_NAME.test(name)) throw bad(`${quoted(name)} is no label name`);
    if (Object.hasOwn(labels, name)) throw bad(`label ${name} is there twice`);
    labels[name] = input.string();
  }
  return labels;
};

const bad = (message: string): ProtocolError => new ProtocolError('bad-frame', 'decode', message);

const quoted = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

const sharedPrefix = (a: string, b: string): number => {
  let n = 0;
  while (n < a.length && n < b.length && a.charCodeAt(n) === b.charCodeAt(n)) n++;
  return n;
};
