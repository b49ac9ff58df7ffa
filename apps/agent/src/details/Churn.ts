import type { ChurnReport } from '@netstrata/metrics/details';
import type { ChurnWatch } from '../churn/ChurnWatch.ts';
import type { RowOwner } from '../sockets/toSocketRow.ts';
import type { DetailSource } from './DetailSource.ts';

const EVERY_MS = 2000;

export interface ChurnParts {
  readonly watch: Pick<ChurnWatch, 'lists'>;
  /** Who listens on a port, as far as a report of sockets has found it. */
  readonly listenerOf: (port: number) => RowOwner | undefined;
  readonly wallMs: () => number;
}

/** Services and peers whose connections are closed most often. They are counted all the time; only the list is made for those who look. */
export class Churn implements DetailSource<'churn'> {
  readonly kind = 'churn';
  readonly everyMs = EVERY_MS;
  readonly #parts: ChurnParts;

  constructor(parts: ChurnParts) {
    this.#parts = parts;
  }

  read(): ChurnReport {
    const { listenerOf, wallMs, watch } = this.#parts;
    const { lost, room, services, ...lists } = watch.lists();
    return {
      timeMs: wallMs(),
      ...lists,
      lost: Number.isNaN(lost) ? undefined : lost,
      roomEvents: room.events,
      roomForced: room.forced,
      services: services.map((row) => {
        const owner = row.direction === 'in' ? listenerOf(row.port) : undefined;
        return owner === undefined ? row : { ...row, pid: owner.pid, process: owner.name };
      }),
    };
  }
}
