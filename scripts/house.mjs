/** House rules that no linter knows: each a short function that returns what is wrong; any line is a failure. */
import { readFileSync } from 'node:fs';
import { runCommand } from './lib/spawn.mjs';

const LONGEST_FILE = 300;
const { output } = await runCommand('git', ['ls-files', '--cached', '--others', '--exclude-standard']);
const files = output.trim().split('\n');
const source = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file));
/** @param {string} file */
const read = (file) => readFileSync(file, 'utf8');
/** @param {string} file */
const isTest = (file) => /\.(test|spec)\.tsx?$/.test(file);

const rules = {
  'a file is one thing: at most 300 lines (tests and catalogues excepted)': () =>
    source.filter(
      (file) => !isTest(file) && !file.includes('/catalog/') && read(file).split('\n').length > LONGEST_FILE + 1,
    ),
  'nothing is left open or switched off': () =>
    source.filter(
      (file) =>
        file !== 'scripts/house.mjs' &&
        /\b(TODO|FIXME)\b|@ts-ignore|biome-ignore|\b(it|test|describe)\.(only|todo)\(/.test(read(file)),
    ),
  'the lock file names no download address': () =>
    /"resolved": "http/.test(read('package-lock.json')) ? ['package-lock.json'] : [],
  'only the kernel package and the lab write below /proc or /sys': () =>
    source.filter(
      (file) =>
        !isTest(file) && !/^packages\/(kernel|lab)\//.test(file) && /write\w*\(\s*['"`]\/(proc|sys)\//.test(read(file)),
    ),
  'every decision record is numbered': () =>
    files.filter((file) => file.startsWith('docs/decisions/') && !/\/\d{4}-[a-z0-9-]+\.md$/.test(file)),
};

let wrong = 0;
for (const [rule, check] of Object.entries(rules)) {
  for (const file of check()) {
    process.stdout.write(`${file}: ${rule}\n`);
    wrong++;
  }
}
process.exit(wrong === 0 ? 0 : 1);
