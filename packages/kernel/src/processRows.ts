/** Typed rows of single processes, as the readers in processes/ give them: what the kernel said, nothing derived. */

/** Where a process belongs, as far as its control group tells. */
export interface ProcessPlace {
  /** The systemd unit, inside the container where it is in one: `nginx.service`, `session-3.scope`. */
  readonly unit?: string;
  readonly container?: {
    /** `docker`, `containerd`, `cri-o`, `podman`, `lxc`, `nspawn`, `machine`; `container` where nothing tells which. */
    readonly runtime: string;
    /** The first 12 digits of an id, as the runtime's own list shows it, or a name. */
    readonly id: string;
  };
  /** The unique id of a Kubernetes pod. */
  readonly pod?: string;
}
