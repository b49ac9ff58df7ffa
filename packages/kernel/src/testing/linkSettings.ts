/**
 * A program for kernel tests: `linkSettings.ts DEVICE SUPPORTED ADVERTISED PEER`, each a list of numbers of link modes with commas, gives
 * a TAP device these settings. A TAP device takes any, where a card has its own. Says `done`, or why not.
 */
import { errnoName } from '../errnoName.ts';
import { SIOCETHTOOL } from '../ethtool/numbers.ts';
import { addressOf, errno, ioctl, socket } from '../libc.ts';

const ETHTOOL_GLINKSETTINGS = 0x4c;
const ETHTOOL_SLINKSETTINGS = 0x4d;
/** struct ethtool_link_settings, then three masks of as many words as the kernel says. */
const MASKS_AT = 48;
const WORDS_AT = 15;
const MOST_WORDS = 16;

const [device = '', ...lists] = process.argv.slice(2);
const settings = new Uint8Array(new ArrayBuffer(MASKS_AT + 3 * MOST_WORDS * 4));
const view = new DataView(settings.buffer);
const fd = socket(1, 2, 0);

function ask(command: number): void {
  view.setUint32(0, command, true);
  const request = new Uint8Array(new ArrayBuffer(40));
  request.set(Buffer.from(device));
  new DataView(request.buffer).setBigUint64(16, addressOf(settings), true);
  if (ioctl(fd, SIOCETHTOOL, request) === 0) return;
  process.stdout.write(`the kernel refuses: ${errnoName(errno())}`);
  process.exit(0);
}

ask(ETHTOOL_GLINKSETTINGS);
// Asked with none, it answers with how many it has, below zero.
const words = -view.getInt8(WORDS_AT);
view.setInt8(WORDS_AT, words);
ask(ETHTOOL_GLINKSETTINGS);
for (const [place, list] of lists.entries())
  for (const mode of list.split(',').filter(Boolean).map(Number)) {
    const at = MASKS_AT + (place * words + (mode >> 5)) * 4;
    view.setUint32(at, view.getUint32(at, true) | (1 << (mode & 31)), true);
  }
ask(ETHTOOL_SLINKSETTINGS);
process.stdout.write('done');
