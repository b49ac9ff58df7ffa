import type { Layer } from '@netstrata/metrics';

export const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  application: 'Application',
  socket: 'Socket',
  transport: 'Transport',
  network: 'Network',
  link: 'Link',
};

/** What happens in each layer, for someone who has not met it yet. */
export const LAYER_ABOUT: Readonly<Record<Layer, string>> = {
  application: 'Programs that accept, read and write',
  socket: 'Buffers and accept queues between programs and protocols',
  transport: 'TCP and UDP: order, pace and repair',
  network: 'IP: addresses, routes and fragments',
  link: 'Interfaces, queues and the wire',
};

export const STACK_TEXT = {
  stack: 'Protocol stack',
  programs: 'Programs',
  wire: 'To and from other machines',
  sending: 'sending',
  receiving: 'receiving',
  ceiling: 'ceiling: what a layer cannot take keeps those above it waiting',
  flowTitle: (layer: string, sending: string, receiving: string) => `${layer}: ${sending} down, ${receiving} up`,
  open: 'show all metrics',
  openMetric: (title: string) => `${title}: what it means`,
  verdict: {
    saturated: (layer: string) => `${layer} is saturated`,
    busy: (layer: string) => `${layer} is busy`,
    calm: 'All five layers are calm',
    calmReason: 'Nothing is dropped, no buffer or queue is near its limit.',
    unknown: 'The state is not known yet',
    unknownReason: 'Two samples are needed before anything can be judged.',
    partly: 'What can be seen is calm',
    partlyReason: (layers: string) => `Not judged yet: ${layers}.`,
    also: (layers: string) => `Also not calm: ${layers}.`,
  },
  /** The same of old numbers: a headline in the present tense would vouch for a host that nobody sees. */
  pastVerdict: {
    saturated: (layer: string) => `${layer} was saturated`,
    busy: (layer: string) => `${layer} was busy`,
    calm: 'All five layers were calm',
    calmReason: 'Nothing was dropped, no buffer or queue was near its limit. What happens now is not known.',
    unknown: 'The state was not known yet',
    unknownReason: 'Two samples are needed before anything can be judged.',
    partly: 'What could be seen was calm',
    partlyReason: (layers: string) => `Not judged: ${layers}.`,
    also: (layers: string) => `Also not calm: ${layers}.`,
  },
  listAnd: ' and ',
  listComma: ', ',
  gaugeOf: (value: string, limit: string) => `${value} of ${limit}`,
  gaugeSpoken: (value: string, limit: string, name: string, percent: string, state: string) =>
    `${value} of ${limit} (${name}), ${percent}, ${state}`,
  /** A share says by itself how much of its limit it is. */
  gaugeShare: (limitName: string) => `of ${limitName}`,
  gaugeShareSpoken: (percent: string, name: string, state: string) => `${percent} of ${name}, ${state}`,
  gaugeNoLimit: (value: string, detail: string) => `${value}, ${detail}`,
  unknownWhy: (detail: string) => (detail === '' ? 'Not known: the host did not report it.' : detail),
  spark: {
    caption: (layer: string, title: string, minutes: number) =>
      `${layer}, last ${minutes === 1 ? 'minute' : `${minutes} minutes`}: ${title}`,
    range: (minutes: number) => `${minutes} min`,
    time: 'Time',
    peak: (rate: string) => `peak ${rate}`,
  },
  loading: 'Loading the stack',
  empty: {
    title: 'No samples from this host yet',
    body: 'The page is connected to the server, but no agent has reported for this host. An agent is the small process on each machine that reads the kernel.',
    steps: [
      'On this machine `npm start` runs one by itself; if it was started with `--no-agent`, start it again without.',
      'If the agent ended, its last line in the terminal says why.',
    ],
    command: 'npm start',
    after: 'This page fills by itself as soon as the first sample arrives.',
    refused: (message: string) => `The server says: ${message}`,
  },
  missing: {
    title: (count: number) =>
      count === 1 ? 'One thing cannot be seen on this host' : `${count} things cannot be seen on this host`,
    calm: 'Everything else is complete. Nothing is wrong with the network because of this.',
    what: 'What',
    why: 'Why',
    cure: 'What would show it',
  },
  facts: (kernel: string, arch: string, cpus: number) =>
    `Linux ${kernel} · ${arch} · ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}`,
} as const;
