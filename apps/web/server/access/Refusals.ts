import type { Audit } from '@netstrata/db';
import type { AuditEntry } from '@netstrata/protocol';

const MINUTE_MS = 60_000;
/** Rows a minute, whoever asks. */
const MOST_ROWS = 60;
const MOST_KEYS = 5000;

type Refusal = Omit<AuditEntry, 'outcome'>;

/**
 * Writes refusals into the audit so that nobody can fill the disk with them: of one kind, by one actor and from one address one row a
 * minute, and the next says how many there were in between; of all together so many rows a minute, and one that counts the rest. What
 * cannot be written is refused all the same: nothing here fails.
 */
export class Refusals {
  readonly #audit: Pick<Audit, 'append'>;
  readonly #now: () => number;
  readonly #failed: (error: unknown) => void;
  readonly #recent = new Map<string, { readonly refusal: Refusal; readonly endMs: number; more: number }>();
  #minute = { endMs: 0, rows: 0, unwritten: 0 };

  /** @param failed told of a row that could not be written */
  constructor(audit: Pick<Audit, 'append'>, now: () => number, failed: (error: unknown) => void) {
    this.#audit = audit;
    this.#now = now;
    this.#failed = failed;
  }

  note(refusal: Refusal): void {
    const key = `${refusal.action} ${refusal.actor} ${refusal.from}`;
    const recent = this.#recent.get(key);
    if (recent !== undefined && recent.endMs > this.#now()) {
      recent.more++;
      return;
    }
    this.#end(key);
    if (this.#recent.size >= MOST_KEYS) this.sweep();
    if (this.#recent.size < MOST_KEYS) this.#recent.set(key, { refusal, endMs: this.#now() + MINUTE_MS, more: 0 });
    this.#write(refusal);
  }

  /** Once a minute: writes the counts of what is over. */
  sweep(): void {
    for (const [key, { endMs }] of this.#recent) if (endMs <= this.#now()) this.#end(key);
  }

  /** Before the end: writes all counts. */
  close(): void {
    for (const key of [...this.#recent.keys()]) this.#end(key);
  }

  #end(key: string): void {
    const recent = this.#recent.get(key);
    this.#recent.delete(key);
    if (recent === undefined || recent.more === 0) return;
    const { action, actor, from } = recent.refusal;
    this.#write({ action, actor, from, because: `${recent.more} more like the one before` });
  }

  #write(refusal: Refusal): void {
    const nowMs = this.#now();
    if (this.#minute.endMs <= nowMs) {
      const { unwritten } = this.#minute;
      this.#minute = { endMs: nowMs + MINUTE_MS, rows: 0, unwritten: 0 };
      if (unwritten > 0)
        this.#append({
          action: 'request.refuse',
          actor: 'nobody',
          from: '',
          because: `${unwritten} more refusals from many addresses`,
        });
    }
    if (this.#minute.rows >= MOST_ROWS) this.#minute.unwritten++;
    else this.#append(refusal);
  }

  #append(refusal: Refusal): void {
    this.#minute.rows++;
    try {
      this.#audit.append({ ...refusal, outcome: 'refused' }, this.#now());
    } catch (error) {
      this.#failed(error);
    }
  }
}
