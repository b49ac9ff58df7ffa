/** FAN_*: include/uapi/linux/fanotify.h of 6.18. */
const VERSION = 3;
const METADATA_BYTES = 24;
const FAN_Q_OVERFLOW = 0x4000;

/** A file was written to. */
export interface WriteEvent {
  /** Opened by the kernel for us; whoever takes the event closes it. */
  readonly fd: number;
  /** Of the process that wrote; 0 for one that this process cannot see. */
  readonly pid: number;
}

/**
 * struct fanotify_event_metadata, one behind the other: who wrote to which file; `lost` when the kernel had no room for some. Of bytes
 * that make no sense the rest is left.
 */
export function decodeWriteEvents(bytes: Uint8Array): {
  readonly events: readonly WriteEvent[];
  readonly lost: boolean;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const events: WriteEvent[] = [];
  let lost = false;
  for (let at = 0; at + METADATA_BYTES <= bytes.length; ) {
    const length = view.getUint32(at, true);
    if (length < METADATA_BYTES || bytes[at + 4] !== VERSION) return { events, lost: true };
    const fd = view.getInt32(at + 16, true);
    if ((view.getUint32(at + 8, true) & FAN_Q_OVERFLOW) !== 0) lost = true;
    if (fd >= 0) events.push({ fd, pid: view.getInt32(at + 20, true) });
    at += length;
  }
  return { events, lost };
}
