import type { DistributionsReport } from '@netstrata/metrics/details';
import type { DetailSource } from './DetailSource.ts';

const EVERY_MS = 2000;

/** What the newest dump of sockets says of all connections together. */
export class Distributions implements DetailSource<'distributions'> {
  readonly kind = 'distributions';
  readonly everyMs = EVERY_MS;
  readonly #newest: () => DistributionsReport | undefined;

  constructor(newest: () => DistributionsReport | undefined) {
    this.#newest = newest;
  }

  read(): DistributionsReport {
    const report = this.#newest();
    if (report === undefined) throw new Error('the sockets of this host have not been listed yet');
    return report;
  }
}
