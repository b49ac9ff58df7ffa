import { O_CLOEXEC, O_NONBLOCK, O_RDWR } from '../libc/constants.ts';
import { enterNamespace } from '../libc/enterNamespace.ts';
import { checked, libc } from '../libc/libc.ts';

const TUNSETIFF = 0x400454ca;
const IFF_TUN = 0x0001;
/** Without it the kernel puts four bytes of its own before each packet. */
const IFF_NO_PI = 0x1000;
/** struct ifreq: sixteen bytes of name, then the flags. */
const IFREQ_BYTES = 40;
const LONGEST_NAME = 15;

/**
 * Makes a TUN device in a network namespace and returns its descriptor, non-blocking: one read or write is one IP
 * packet. The calling thread moves to that namespace and stays there; the device goes when the descriptor is closed.
 */
export const openTun = (namespacePath: string, device: string): number => {
  if (!device || device.length > LONGEST_NAME) throw new RangeError(`"${device}" is not a name of a device.`);
  enterNamespace(namespacePath);
  const tun = checked('open /dev/net/tun', libc.open('/dev/net/tun', O_RDWR | O_NONBLOCK | O_CLOEXEC));
  const request = Buffer.alloc(IFREQ_BYTES);
  request.write(device, 'latin1');
  request.writeUInt16LE(IFF_TUN | IFF_NO_PI, 16);
  checked(`TUNSETIFF ${device}`, libc.ioctl(tun, TUNSETIFF, request));
  return tun;
};
