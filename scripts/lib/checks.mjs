import { BlockList, isIP } from 'node:net';

/** What a value may be: undefined when it is fine, else how it must be, to go on from "--port must be ". */
/** @typedef {(text: string) => string | undefined} Check */

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** @param {number} least @param {number} most @returns {Check} */
export const wholeNumber = (least, most) => (text) =>
  /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most
    ? undefined
    : `a whole number from ${least} to ${most}`;

/** @param {number} least @param {number} most @returns {Check} */
export const number = (least, most) => (text) =>
  /^\d{1,9}(\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most
    ? undefined
    : `a number from ${least} to ${most}`;

/** @param {readonly string[]} words @returns {Check} */
export const oneOf = (words) => (text) => (words.includes(text) ? undefined : `one of ${words.join(', ')}`);

/** @type {Check} */
export const folder = (text) => (text.trim() !== '' && !text.includes('\0') ? undefined : 'the path of a folder');

/** @type {Check} */
export const loopback = (text) => {
  const address = text === 'localhost' ? '127.0.0.1' : text.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(address);
  return version !== 0 && LOOPBACK.check(address, version === 4 ? 'ipv4' : 'ipv6')
    ? undefined
    : 'a loopback address (127.0.0.1, ::1 or localhost)';
};
