import type { OtherSocketRow, SocketRow } from '@netstrata/metrics';
import type { SocketView } from '../SocketView.ts';
import { TopRows } from '../TopRows.ts';
import { type RowOwner, toSocketRow, withOwner } from '../toSocketRow.ts';
import type { SocketsPlan } from './parseQuery.ts';

/** Finds the sockets of one dump that one query asks for. */
export class SocketsCollector {
  readonly #plan: SocketsPlan;
  readonly #ownerOf: (inode: number) => RowOwner | undefined;
  readonly #rows: TopRows<SocketRow | OtherSocketRow>;
  #matched = 0;

  constructor(plan: SocketsPlan, ownerOf: (inode: number) => RowOwner | undefined) {
    this.#plan = plan;
    this.#ownerOf = ownerOf;
    this.#rows = new TopRows(plan.limit);
  }

  get matched(): number {
    return this.#matched;
  }

  add(view: SocketView): void {
    const { filter, score } = this.#plan;
    for (const test of filter.quick) if (!test(view)) return;
    const owner = this.#ownerOf(view.cursor.inode);
    let row: SocketRow | undefined;
    if (filter.slow.length > 0) {
      row = toSocketRow(view);
      for (const test of filter.slow) if (!test(row, owner)) return;
    }
    this.#matched++;
    const own = score(view, owner);
    if (this.#rows.admits(own)) this.#rows.add(own, withOwner(row ?? toSocketRow(view), owner));
  }

  addOther(row: OtherSocketRow): void {
    const { filter, scoreOther } = this.#plan;
    const owner = this.#ownerOf(row.inode);
    if (!filter.other?.every((test) => test(row, owner))) return;
    this.#matched++;
    const own = scoreOther(row, owner);
    if (this.#rows.admits(own)) this.#rows.add(own, withOwner(row, owner));
  }

  /** In the order asked for. */
  sorted(): (SocketRow | OtherSocketRow)[] {
    return this.#rows.sorted();
  }
}
