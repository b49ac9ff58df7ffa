/** Options that every workload has. */
export interface CommonOptions {
  /** It ends by itself after this long, 1 to 3600. Default 600. */
  readonly seconds?: number;
}

/** Where a workload listens; port 0 picks a free one, which `ready` tells. Default 127.0.0.1, port 0. */
export interface ListenOptions {
  readonly address?: string;
  readonly port?: number;
}

/** Where a workload sends to. */
export interface TargetOptions {
  readonly address?: string;
  readonly port: number;
}

export interface Listening {
  readonly port: number;
}
