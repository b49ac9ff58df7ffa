import type { AgentClaims, SeriesDef } from '@netstrata/protocol';

export const HOST = 'host-0001';
export const SESSION = 'session-1';
export const IN_SEGS = 'transport.tcp.inSegs';
export const RX_BYTES = 'link.dev.rxBytes';
export const SERIES: readonly SeriesDef[] = [
  { metric: IN_SEGS, labels: {} },
  { metric: RX_BYTES, labels: { device: 'eth0' } },
];

export const helloOf = (hostId = HOST): AgentClaims => ({
  protocol: 2,
  mayApply: false,
  session: SESSION,
  agentVersion: '0.1.0',
  intervalMs: 1000,
  facts: {
    hostId,
    hostname: 'web-1',
    kernelRelease: '6.18.44',
    arch: 'x86_64',
    cpuCount: 2,
    pageSizeBytes: 4096,
    memTotalBytes: 1_000_000,
    bootId: 'boot',
  },
  missing: [],
});
