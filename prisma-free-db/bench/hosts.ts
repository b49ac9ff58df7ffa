import type { AgentClaims } from '@netstrata/protocol';

export const hostIdOf = (host: number): string => `bench-host-${String(host).padStart(4, '0')}`;
export const sessionOf = (host: number): string => `bench-session-${host}`;

export const helloOf = (host: number): AgentClaims => ({
  protocol: 2,
  mayApply: false,
  session: sessionOf(host),
  agentVersion: '0',
  intervalMs: 1000,
  facts: {
    hostId: hostIdOf(host),
    hostname: `host ${host}`,
    kernelRelease: '6.18',
    arch: 'x64',
    cpuCount: 2,
    pageSizeBytes: 4096,
    memTotalBytes: 8_000_000_000,
    bootId: 'bench',
  },
  missing: [],
});
