import type {
  ApplyOrder,
  ChangeOrder,
  ChangeReply,
  HostChange,
  HostPreview,
  PreviewReply,
  SettingRef,
} from '@netstrata/protocol';
import type { TestAgent } from './TestAgent.ts';

export const PERSIST_PATH = '/etc/sysctl.d/90-netstrata.conf';

/** The part of a host that changes are made on, without a kernel: does as it is told and keeps what it did. */
export class PretendHost {
  readonly units = new Map<string, HostChange>();
  /** Orders that arrived. */
  readonly asked: (ApplyOrder | ChangeOrder)[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  preview(settings: readonly SettingRef[]): HostPreview {
    const told = settings.map((ref) => ({ ...ref, current: '128', overriddenBy: [] }));
    return { settings: told, mayApply: true, reason: '', persistPath: PERSIST_PATH };
  }

  apply(order: ApplyOrder): HostChange {
    this.asked.push(order);
    const { id, changes, by, because, confirmWithinMs } = order;
    const made = changes.map(({ value, expectedBefore, ...ref }) => ({ ...ref, before: expectedBefore, after: value }));
    const appliedMs = this.#now();
    const deadlineMs = appliedMs + confirmWithinMs;
    return this.#keep({ id, state: 'pending', changes: made, by, because, appliedMs, deadlineMs });
  }

  order(order: ChangeOrder): HostChange {
    this.asked.push(order);
    const { deadlineMs: _, persisted, ...unit } = this.units.get(order.id) as HostChange;
    switch (order.action) {
      case 'confirm':
        return this.#keep({ ...unit, state: 'kept' });
      case 'undo':
        return this.takeBack(order.id, 'asked');
      case 'persist':
        return this.#keep({ ...unit, persisted: { path: PERSIST_PATH, timeMs: this.#now() } });
      case 'unpersist':
        return this.#keep(unit);
    }
  }

  /** As the host does by itself. */
  takeBack(id: string, reason: NonNullable<HostChange['undo']>['reason']): HostChange {
    const { deadlineMs: _, ...unit } = this.units.get(id) as HostChange;
    const settings = unit.changes.map(({ before, after: _after, ...ref }) => ({
      ...ref,
      outcome: 'restored' as const,
      value: before,
      problem: '',
    }));
    return this.#keep({ ...unit, state: 'undone', undo: { reason, timeMs: this.#now(), settings } });
  }

  #keep(unit: HostChange): HostChange {
    this.units.set(unit.id, unit);
    return unit;
  }
}

/** What an agent answers instead of the truth. */
export interface Lies {
  readonly preview?: (preview: HostPreview) => unknown;
  readonly change?: (change: HostChange) => unknown;
  /** Called after a change was made, instead of answering. */
  readonly silent?: () => void;
}

/** Lets a test's agent answer questions about changes, truthfully unless told otherwise. */
export function answerChanges({ socket }: TestAgent, host: PretendHost, lies: Lies = {}): void {
  const { preview = (given) => given, change = (given) => given, silent } = lies;
  socket.on('change:preview', (settings, reply) =>
    reply({ ok: true, preview: preview(host.preview(settings)) } as PreviewReply),
  );
  socket.on('change:apply', (order, reply) => {
    const made = host.apply(order);
    if (silent !== undefined) silent();
    else reply({ ok: true, change: change(made) } as ChangeReply);
  });
  socket.on('change:order', (order, reply) => reply({ ok: true, change: change(host.order(order)) } as ChangeReply));
}
