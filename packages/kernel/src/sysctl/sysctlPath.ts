import { KernelError } from '../KernelError.ts';
import { isDeviceName } from '../text/deviceName.ts';

const ROOTS = ['net', 'vm', 'fs'];
const WORD = /^[A-Za-z0-9_-]+$/;
const LONGEST_NAME = 200;
/** Below these, one component is a device's name, which may hold dots itself (eth0.100). */
const DEVICE_FOLDERS = [
  'net.ipv4.conf.',
  'net.ipv6.conf.',
  'net.ipv4.neigh.',
  'net.ipv6.neigh.',
  'net.mpls.conf.',
] as const;

/**
 * The components of a dotted sysctl name below /proc/sys: `net.ipv4.conf.eth0.100.rp_filter` gives net, ipv4, conf, eth0.100,
 * rp_filter. Fails with `invalid-name` for all but names below net, vm and fs, so that no name leads anywhere else.
 */
export function sysctlPath(name: string): string[] {
  const folder = DEVICE_FOLDERS.find((candidate) => name.startsWith(candidate));
  const components = folder === undefined ? name.split('.') : deviceComponents(name, folder);
  const [root = ''] = components;
  if (name.length > LONGEST_NAME || components.length < 2 || !ROOTS.includes(root)) throw invalid(name);
  components.forEach((component, place) => {
    const isDevice = folder !== undefined && place === 3;
    const legal = isDevice ? isDeviceName(component) && !component.includes('..') : WORD.test(component);
    if (!legal) throw invalid(name);
  });
  return components;
}

function deviceComponents(name: string, folder: string): string[] {
  const rest = name.slice(folder.length);
  const lastDot = rest.lastIndexOf('.');
  if (lastDot < 0) throw invalid(name);
  return [...folder.split('.').slice(0, 3), rest.slice(0, lastDot), rest.slice(lastDot + 1)];
}

function invalid(name: string): KernelError {
  const shown = JSON.stringify(name.slice(0, LONGEST_NAME));
  return new KernelError({ code: 'invalid-name', operation: 'read', path: shown, detail: 'net.*, vm.* or fs.*' });
}
