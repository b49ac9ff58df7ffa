import type { Advice, AdviceMark, Severity } from '@netstrata/advisor';

const URGENCY: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

/** What people set aside on one host, by advice id. It outlives the advice: what comes back is still set aside. */
export class AdviceMarks {
  readonly #marks = new Map<string, AdviceMark>();

  get(id: string): AdviceMark | undefined {
    return this.#marks.get(id);
  }

  set(id: string, mark: AdviceMark): void {
    this.#marks.set(id, mark);
  }

  clear(id: string): boolean {
    return this.#marks.delete(id);
  }

  /** Advice as people see it: what is set aside comes last, with its mark. */
  applyTo(open: readonly Advice[]): readonly Advice[] {
    const marked = open.map((advice) => {
      const mark = this.#marks.get(advice.id);
      return mark === undefined ? advice : { ...advice, mark };
    });
    return [...marked.filter(({ mark }) => mark === undefined), ...marked.filter(({ mark }) => mark !== undefined)];
  }

  /** Open advice whose mark has to go now, with the reason: its time is over, or the advice is more urgent than it was. */
  due(open: readonly Advice[], nowMs: number): readonly { readonly advice: Advice; readonly because: string }[] {
    return open.flatMap((advice) => {
      const mark = this.#marks.get(advice.id);
      if (mark === undefined) return [];
      if (URGENCY[advice.severity] > URGENCY[mark.severity])
        return [{ advice, because: `it has become ${advice.severity}` }];
      return mark.untilMs !== undefined && nowMs >= mark.untilMs ? [{ advice, because: 'its time was over' }] : [];
    });
  }
}
