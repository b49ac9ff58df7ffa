import { z } from 'zod';
import type {
  AppliedChange,
  ChangeReply,
  ChangeRequest,
  Drift,
  HostChange,
  HostPreview,
  PreviewReply,
  SettingRef,
} from '../types.ts';
import { name, text, unixMs, wireError } from './primitives.ts';

/** Settings in one unit: more than a person can read is more than a person can answer for. */
const MOST_SETTINGS = 16;
/** Longer than any value of the catalogue: a mask of 8,192 CPUs. */
const MOST_VALUE = 2400;
/** What an agent keeps and tells. */
const MOST_UNITS = 200;

/** Ends of lines, other control characters, and marks that turn text round: what may not be in one line of a file or a page. */
const NOT_IN_A_LINE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const isLine = (given: string) => !NOT_IN_A_LINE.test(given);
const line = (most: number) => text(most).refine(isLine, 'must be one line without control characters');

const tunableName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+){1,7}$/i, 'must be a name such as net.core.somaxconn')
  .max(128);
const namespace = z.string().regex(/^(host|[1-9][0-9]{0,9})$/, 'must be "host" or the number of a network namespace');
/** As the kernel takes them: 15 bytes without spaces, slashes and colons, and neither "." nor "..". */
const device = z.string().regex(/^(?!\.{1,2}$)[!-.0-9;-~]{1,15}$/, 'must be the name of a network device');
const queue = z.int().min(0).max(4095);
const changeId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/, 'must be the id of a change');
const value = line(MOST_VALUE);

const setting = { tunable: tunableName, namespace, device: device.optional(), queue: queue.optional() };
const settingRef = z.object(setting) satisfies z.ZodType<SettingRef>;
const appliedChange = settingRef.extend({ before: value, after: value }) satisfies z.ZodType<AppliedChange>;

const undoneSetting = settingRef.extend({
  outcome: z.enum(['restored', 'changed-by-another', 'failed']),
  value: value.optional(),
  problem: line(400),
});

const hostChange = z.object({
  id: changeId,
  state: z.enum(['pending', 'kept', 'undone']),
  changes: z.array(appliedChange).min(1).max(MOST_SETTINGS),
  by: line(320),
  because: line(500),
  appliedMs: unixMs,
  deadlineMs: unixMs.optional(),
  undo: z
    .object({
      reason: z.enum(['not-confirmed', 'connection-lost', 'agent-restarted', 'write-refused', 'asked']),
      timeMs: unixMs,
      settings: z.array(undoneSetting).max(MOST_SETTINGS),
    })
    .optional(),
  persisted: z.object({ path: line(400), timeMs: unixMs }).optional(),
}) satisfies z.ZodType<HostChange>;

const hostPreview = z.object({
  settings: z
    .array(
      settingRef.extend({
        current: value.optional(),
        problem: line(400).optional(),
        readOnly: z.literal(true).optional(),
        offered: z.array(line(64)).max(256).optional(),
        limits: z.object({ max: z.int().min(0).optional(), cpus: z.int().min(1).max(8192).optional() }).optional(),
        overriddenBy: z.array(line(400)).max(32),
      }),
    )
    .max(MOST_SETTINGS),
  mayApply: z.boolean(),
  reason: line(400),
  persistPath: line(400),
}) satisfies z.ZodType<HostPreview>;

export const previewReply: z.ZodType<PreviewReply> = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), preview: hostPreview }),
  z.object({ ok: z.literal(false), error: wireError }),
]);

export const changeReply: z.ZodType<ChangeReply> = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), change: hostChange }),
  z.object({ ok: z.literal(false), error: wireError }),
]);

export const changesReport: z.ZodType<readonly HostChange[]> = z.array(hostChange).max(MOST_UNITS);

/** Of all units that an agent looks after. */
const MOST_VALUES = 64;
export const settingValues = z.array(settingRef.extend({ value })).max(MOST_VALUES);

/** In one message of an agent, which tells of more in several. */
const MOST_DRIFTS = 64;

export const driftReport: z.ZodType<readonly Drift[]> = z
  .array(settingRef.extend({ timeMs: unixMs, before: value, after: value, by: line(200).optional() }))
  .max(MOST_DRIFTS);

const wanted = z.strictObject({
  tunable: tunableName,
  value,
  namespace: namespace.optional(),
  device: device.optional(),
  queue: queue.optional(),
});

/** What a person thinks of changing, before they decide; what they saw is no part of the question. */
export interface PreviewRequest {
  readonly changes: readonly Omit<ChangeRequest['changes'][number], 'expectedBefore'>[];
}

/** A whole request to change may be previewed: what is not asked about is left out. */
export const previewRequest: z.ZodType<PreviewRequest> = z.object({
  changes: z
    .array(wanted.extend({ expectedBefore: value.optional() }))
    .min(1)
    .max(MOST_SETTINGS),
});

export const changeRequest: z.ZodType<ChangeRequest> = z.strictObject({
  changes: z
    .array(wanted.extend({ expectedBefore: value }))
    .min(1)
    .max(MOST_SETTINGS),
  because: line(500).refine((given) => given.trim() !== '', 'must say why, for those who read it later'),
  adviceId: name(400).optional(),
  confirmWithinSeconds: z.int().min(10).max(600).optional(),
  acceptRisk: z.boolean().optional(),
});

/** What may be said with an order; each order takes its own. */
export const confirmRequest = z.strictObject({ persist: z.boolean().optional() });
export const undoRequest = z.strictObject({ evenIfChanged: z.boolean().optional() });
export const bareRequest = z.strictObject({});

/** `Idempotency-Key`: made by the one who asks, the same for each repetition of one request. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,128}$/, 'must be 8 to 128 printable characters without spaces');
