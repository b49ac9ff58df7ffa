/** Traffic as on any day. */
export interface OrdinaryWorkloads {
  /** Ordinary traffic that must not alarm anyone: requests over kept and over short connections, and UDP questions. */
  mixedLoad: {
    options: {
      /** Over connections that stay. Default 50. */
      readonly requestsPerSecond?: number;
      /** Connections that stay. Default 4. */
      readonly connections?: number;
      /** Connections made for one request. Default 5. */
      readonly shortPerSecond?: number;
      /** UDP questions with an answer. Default 10. */
      readonly udpPerSecond?: number;
      /** Default 2048. */
      readonly responseBytes?: number;
    };
    ready: Record<never, never>;
    done: { readonly requests: number; readonly shortConnections: number; readonly datagrams: number };
    commands: never;
  };
}
