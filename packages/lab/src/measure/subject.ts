import { cpuMsOf, rssMbOf, treeOf } from './usage.ts';

/** The names under which results are compared over time. */
export type SubjectName = 'agent' | 'agent-watched' | 'ss' | 'node_exporter' | 'netdata';

/** What one subject cost with so many sockets open. */
export interface Row {
  readonly subject: SubjectName;
  /** As asked for; the subject's own few come on top. */
  readonly sockets: number;
  /** Of one core. */
  readonly cpuPercent: number;
  /** Resident memory in MB (10^6 bytes) at its largest within the window; null when it could not be seen. */
  readonly rssMb: number | null;
  /** Encoded bytes for each value of a sample; null for subjects that send nothing. */
  readonly wireBytesPerSample: number | null;
}

/** Something that costs CPU, measured from outside. */
export interface Measured {
  /** CPU milliseconds used so far. */
  cpuMs(): number;
  rssMb(): number | undefined;
}

export const processMeasured = (pid: number): Measured => ({ cpuMs: () => cpuMsOf(pid), rssMb: () => rssMbOf(pid) });

/** A program together with the helpers it has now; each of them must live on until the last look. */
export const treeMeasured = (root: number): Measured => {
  const pids = treeOf(root);
  return {
    cpuMs: () => pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0),
    rssMb: () => pids.reduce((sum, pid) => sum + (rssMbOf(pid) ?? 0), 0),
  };
};

const RSS_EVERY_MS = 500;

/** Lets a subject run for a while and says what it used of one core, and the most memory it had. */
export const measureFor = async (subject: Measured, seconds: number): Promise<Pick<Row, 'cpuPercent' | 'rssMb'>> => {
  let largestMb: number | undefined;
  const lookAtMemory = (): void => {
    const now = subject.rssMb();
    if (now !== undefined) largestMb = Math.max(largestMb ?? 0, now);
  };
  const startMs = performance.now();
  const startCpuMs = subject.cpuMs();
  const timer = setInterval(lookAtMemory, RSS_EVERY_MS);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  clearInterval(timer);
  lookAtMemory();
  const usedMs = subject.cpuMs() - startCpuMs;
  return { cpuPercent: (usedMs / (performance.now() - startMs)) * 100, rssMb: largestMb ?? null };
};
