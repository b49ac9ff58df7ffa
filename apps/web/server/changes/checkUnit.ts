import type { Words } from '@netstrata/metrics';
import type { ChangeRequest, WantedChange } from '@netstrata/protocol';
import { ProtocolError } from '@netstrata/protocol';
import { type UnitRisk, unitRiskOf } from './previewOf.ts';
import { checkSetting, keyOf, named, namedWords, normal } from './settings.ts';

/** A unit that the catalogue allows. */
export interface UnitWanted extends UnitRisk {
  readonly changes: readonly WantedChange[];
}

/** @throws ProtocolError `bad-request` with the first setting that cannot be, and why */
export function checkUnit({ changes, confirmWithinSeconds }: ChangeRequest): UnitWanted {
  const seen = new Set<string>();
  const checked = changes.map((change) => ({ ...checkSetting(change), expectedBefore: normal(change.expectedBefore) }));
  for (const { ref, proposed, refusal, expectedBefore } of checked) {
    if (refusal !== undefined) throw bad(refusal);
    if (seen.has(keyOf(ref)))
      throw bad({
        en: `${named(ref)} is in the unit twice`,
        'zh-CN': `${namedWords(ref)['zh-CN']} 在同一组更改里出现了两次`,
      });
    if (normal(proposed) === expectedBefore)
      throw bad({
        en: `${named(ref)} is to become ${proposed}, which it is already`,
        'zh-CN': `${namedWords(ref)['zh-CN']} 要改成 ${proposed}，而它已经是这个值`,
      });
    seen.add(keyOf(ref));
  }
  const risk = unitRiskOf(checked);
  return {
    ...risk,
    confirmWithinSeconds: confirmWithinSeconds ?? risk.confirmWithinSeconds,
    changes: checked.map(({ ref, proposed, expectedBefore }) => ({ ...ref, value: proposed, expectedBefore })),
  };
}

const bad = (message: Words): ProtocolError => new ProtocolError('bad-request', 'change', message);
