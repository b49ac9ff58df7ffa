import { type Advice, type AdviceMark, isWorse, type Severity } from '@netstrata/advisor';
import type { Words } from '@netstrata/metrics';

const OVER: Words = { en: 'its time was over', 'zh-CN': '搁置的时间已到' };
const BECAME: Readonly<Record<Severity, Words>> = {
  info: { en: 'it has become info', 'zh-CN': '它已变为提示' },
  warning: { en: 'it has become warning', 'zh-CN': '它已变为警告' },
  critical: { en: 'it has become critical', 'zh-CN': '它已变为严重' },
};

const worseOf = (a: Severity, b: Severity): Severity => (isWorse(b, a) ? b : a);

/** What people set aside on one host, by advice id. It outlives the advice: what comes back is still set aside. */
export class AdviceMarks {
  readonly #marks = new Map<string, AdviceMark>();
  /** Of open advice: the most urgent that it has been, so that one that goes up and down is not news each time. */
  #worst: ReadonlyMap<string, Severity> = new Map();

  get(id: string): AdviceMark | undefined {
    return this.#marks.get(id);
  }

  set(id: string, mark: AdviceMark): void {
    this.#marks.set(id, mark);
  }

  clear(id: string): boolean {
    return this.#marks.delete(id);
  }

  /** Takes note of how urgent open advice is. */
  see(open: readonly Advice<Words>[]): void {
    this.#worst = new Map(open.map(({ id, severity }) => [id, worseOf(severity, this.#worst.get(id) ?? severity)]));
  }

  /** The most urgent that open advice has been. */
  worstOf({ id, severity }: Advice<Words>): Severity {
    return worseOf(severity, this.#worst.get(id) ?? severity);
  }

  /** Advice as people see it: what is set aside comes last, with its mark. */
  applyTo(open: readonly Advice<Words>[]): readonly Advice<Words>[] {
    const marked = open.map((advice) => {
      const mark = this.#marks.get(advice.id);
      return mark === undefined ? advice : { ...advice, mark };
    });
    return [...marked.filter(({ mark }) => mark === undefined), ...marked.filter(({ mark }) => mark !== undefined)];
  }

  /** Open advice whose mark has to go now, with the reason: its time is over, or the advice is more urgent than it was. */
  due(
    open: readonly Advice<Words>[],
    nowMs: number,
  ): readonly { readonly advice: Advice<Words>; readonly because: Words }[] {
    return open.flatMap((advice) => {
      const mark = this.#marks.get(advice.id);
      if (mark === undefined) return [];
      if (isWorse(advice.severity, mark.severity)) return [{ advice, because: BECAME[advice.severity] }];
      return mark.untilMs !== undefined && nowMs >= mark.untilMs ? [{ advice, because: OVER }] : [];
    });
  }
}
