/** Typed rows of single processes, as the readers in processes/ give them: what the kernel said, nothing derived. */

/** Where a process belongs, as far as its control group tells. */
export interface ProcessPlace {
  /** The systemd unit, inside the container where it is in one: `nginx.service`, `session-3.scope`. */
  readonly unit?: string;
  readonly container?: {
    /** `docker`, `containerd`, `cri-o`, `podman`, `lxc`, `nspawn`, `machine`; `container` where nothing tells which. */
    readonly runtime: string;
    /** 64 digits, or a name. */
    readonly id: string;
  };
  /** The unique id of a Kubernetes pod. */
  readonly pod?: string;
}

/** The same as it is shown. */
export interface NamedPlace extends Pick<ProcessPlace, 'unit' | 'pod'> {
  readonly container?: {
    readonly runtime: string;
    /** The first 12 digits of an id, as the runtime's own list shows it, or a name. */
    readonly id: string;
    /** What people call it, where the host tells. */
    readonly name?: string;
  };
  /** `NAMESPACE/NAME`, where the host tells. */
  readonly podName?: string;
}

/**
 * What a thread waits in. `read` and `write` are those of no socket; `running` does not wait; `hidden`: the kernel does not tell
 * this user.
 */
export type WaitKind =
  | 'epoll'
  | 'io_uring'
  | 'poll'
  | 'accept'
  | 'receive'
  | 'send'
  | 'connect'
  | 'read'
  | 'write'
  | 'futex'
  | 'sleep'
  | 'child'
  | 'signal'
  | 'other'
  | 'running'
  | 'hidden';

/** What the threads of one process wait in. */
export interface ThreadWaits {
  /** Threads by what they wait in; kinds that no thread waits in are left out. */
  readonly counts: Readonly<Partial<Record<WaitKind, number>>>;
  /** How many threads were looked at. */
  readonly looked: number;
}

/** One process, from several files of /proc/PID; what could not be read is undefined. */
export interface ProcessDetails {
  readonly pid: number;
  readonly name: string;
  readonly parentPid: number | undefined;
  readonly effectiveUid: number | undefined;
  readonly threads: number | undefined;
  /** Soft RLIMIT_NOFILE. */
  readonly openFilesLimit: number | undefined;
  readonly place: ProcessPlace;
  readonly waits: ThreadWaits;
}
