#!/usr/bin/env node
/** `npx netstrata audit verify` and `npm run netstrata -- audit verify`: what is done with the data folder beside the server. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnv, NODE, ROOT } from './lib/root.mjs';

const USAGE = `netstrata audit verify [--data FOLDER]
netstrata audit export [--as csv|json] [--data FOLDER]`;

const [word, ...args] = process.argv.slice(2);
if (word !== 'audit') {
  const wrong = word === undefined || word === '--help' ? '' : `There is no command "${word}".\n`;
  process.stderr.write(`${wrong}${USAGE}\n`);
  process.exit(word === '--help' ? 0 : 2);
}
if (!existsSync(NODE)) {
  process.stderr.write('The packages are not installed: run `npm ci` here, or `npm start` once.\n');
  process.exit(2);
}
// npm runs scripts in the folder of package.json; a relative --data means the folder that the command was typed in.
const cwd = process.env['INIT_CWD'] ?? process.cwd();
const command = join(ROOT, 'prisma-free-db', 'src', 'auditCommand.ts');
const child = spawn(NODE, [command, ...args], { cwd, env: childEnv(), stdio: 'inherit' });
child.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
});
child.once('close', (code) => process.exit(code ?? 2));
