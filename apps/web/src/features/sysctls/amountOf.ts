import { formatValue } from '@netstrata/metrics';

/** Bytes and pages as people say them: "4.00 KiB", "128 KiB", "6.00 MiB"; undefined where the number already says it. */
export const amountOf = (
  value: string,
  unit: string,
  pageSizeBytes: number | undefined,
): readonly string[] | undefined => {
  const factor = unit === 'bytes' ? 1 : unit === 'pages' ? pageSizeBytes : unit === 'kibibytes' ? 1024 : undefined;
  if (factor === undefined || value === '') return undefined;
  const bytes = value.split(' ').map((number) => Number(number) * factor);
  if (!bytes.every(Number.isFinite) || !bytes.some((each) => each >= 1024)) return undefined;
  return bytes.map((each) => formatValue(each, 'bytes'));
};
