import { ROOT } from './root.mjs';

/** @type {readonly [sign: RegExp, sentence: string][]} */
const KNOWN = [
  [
    /\b(EACCES|EPERM|EROFS)\b|Permission denied|Read-only file system/i,
    `Cannot write to ${ROOT}: run as its owner, or make it writable.`,
  ],
  [/\bENOSPC\b|No space left on device/i, `The disk of ${ROOT} is full: free about 2 GB and try again.`],
  [
    /\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/,
    'The package registry cannot be reached: check the network (or npm’s proxy and registry settings) and try again.',
  ],
  [
    /\b(EUSAGE|ELOCKVERIFY)\b|in sync/,
    'package.json and package-lock.json do not belong together: get both from the same commit (`git checkout package.json package-lock.json`) and try again.',
  ],
  [/\bEINTEGRITY\b/, 'A downloaded package is damaged: run `npm cache verify` and try again.'],
];

/**
 * One sentence that says what to do about a step that failed.
 * @param {string} step what failed, as the start of a sentence
 * @param {{ code: number, output: string }} result of the command
 */
export const whyFailed = (step, { code, output }) => {
  for (const [sign, sentence] of KNOWN) if (sign.test(output)) return sentence;
  if (code === 127 || /Cannot find (module|package)|Module not found|MODULE_NOT_FOUND/.test(output))
    return `${step} failed, since packages are missing: remove ${ROOT}/node_modules and try again.\n${tail(output)}`;
  return `${step} failed; the last lines say why:\n${tail(output)}`;
};

/** @param {string} output */
const tail = (output) => output.trim().split('\n').slice(-20).join('\n').slice(-3000);
