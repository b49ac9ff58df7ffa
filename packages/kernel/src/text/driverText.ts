/** Driver texts are bytes of any kind: what is no printable ASCII becomes a question mark, and what stands behind a NUL is nothing. */
export function driverText(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  const text = Buffer.from(nul < 0 ? bytes : bytes.subarray(0, nul)).toString('latin1');
  return text.replaceAll(/[^\x20-\x7e]/g, '?').trim();
}
