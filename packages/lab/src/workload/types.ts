import type { AcceptWorkloads } from './catalog/acceptWorkloads.ts';
import type { CommonOptions } from './catalog/common.ts';
import type { DatagramWorkloads } from './catalog/datagramWorkloads.ts';
import type { OrdinaryWorkloads } from './catalog/ordinaryWorkloads.ts';
import type { ResourceWorkloads } from './catalog/resourceWorkloads.ts';
import type { StreamWorkloads } from './catalog/streamWorkloads.ts';

/**
 * Every workload: the options it takes, what it says when it is ready and when it is done, and the words it obeys.
 * Bytes of socket buffers are as asked; the kernel doubles them and caps them at net.core.rmem_max and wmem_max.
 */
export interface WorkloadCatalog
  extends AcceptWorkloads,
    StreamWorkloads,
    DatagramWorkloads,
    ResourceWorkloads,
    OrdinaryWorkloads {}

export type WorkloadName = keyof WorkloadCatalog;
export type OptionsOf<Name extends WorkloadName> = WorkloadCatalog[Name]['options'] & CommonOptions;
export type ReadyOf<Name extends WorkloadName> = WorkloadCatalog[Name]['ready'];
export type DoneOf<Name extends WorkloadName> = WorkloadCatalog[Name]['done'];
export type CommandOf<Name extends WorkloadName> = WorkloadCatalog[Name]['commands'];

/** A line that a workload said. `ready` comes first and `done` last. */
export interface WorkloadEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}
