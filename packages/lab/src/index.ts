export { type Advice, evidenceOf } from './host/Advice.ts';
export { LabFleet } from './host/LabFleet.ts';
export { LabHost, type LabHostOptions } from './host/LabHost.ts';
export { LabPair } from './host/LabPair.ts';
export { Product, type ProductOptions } from './host/Product.ts';
export { link } from './link/link.ts';
export type { DirectionStats, Link, LinkEnd, LinkOptions, RelayStats } from './link/types.ts';
export { ADMIN_TOKEN, BEARER } from './measure/product/api.ts';
export { createNamespace, type Namespace } from './namespace/namespace.ts';
export { type LabSupport, labSupport } from './namespace/support.ts';
export { startWorkload, type Workload } from './workload/start.ts';
export type {
  CommandOf,
  DoneOf,
  OptionsOf,
  ReadyOf,
  WorkloadCatalog,
  WorkloadEvent,
  WorkloadName,
} from './workload/types.ts';
