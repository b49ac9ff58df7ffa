import { isIP } from 'node:net';

/** What a value may be: undefined when it is fine, else how it must be, to go on from "--port must be ". */
/** @typedef {(text: string) => string | undefined} Check */

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

/** What a variable says for a switch, and against it. */
export const YES = ['1', 'true', 'yes'];
const NO = ['0', 'false', 'no'];
export const yesOrNo = oneOf([...YES, ...NO]);

/** @param {string} what @returns {Check} */
const path = (what) => (text) => (text.trim() !== '' && !text.includes('\0') ? undefined : `the path of a ${what}`);
export const folder = path('folder');
export const file = path('file');

/** Only names with this ending are read when a machine starts. @type {Check} */
export const confFile = (text) =>
  /^\/[ -~]{0,300}[^/]\.conf$/.test(text) ? undefined : 'an absolute path that ends with .conf';

/** @type {Check} */
export const address = (text) =>
  text === 'localhost' || isIP(text.replace(/^\[(.*)\]$/, '$1')) !== 0
    ? undefined
    : 'an address of this machine (127.0.0.1, ::1, localhost, or 0.0.0.0 for all of them)';

/** @param {string} must @returns {Check} */
const originOf = (must) => (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  return isPlain && /^https?:$/.test(url.protocol) ? undefined : must;
};
export const origin = originOf('like https://netstrata.example.org, with no path');
export const serverUrl = originOf('an address such as https://stack.example.org, without a path');

/** Between commas. @type {Check} */
export const tags = (text) => {
  const given = [...new Set(text.split(','))];
  return given.length <= 10 && given.every((tag) => /^[a-z0-9-]{1,30}$/.test(tag))
    ? undefined
    : 'at most 10 tags, each of 1 to 30 lower-case letters, digits or "-"';
};

/** @type {Check} */
export const joinToken = (text) =>
  /^nsj_[0-9a-f]{12}_[0-9a-f]{40}_[0-9a-f]{32}$/.test(text)
    ? undefined
    : 'a token as the page of the server makes it, whole: nsj_…';
