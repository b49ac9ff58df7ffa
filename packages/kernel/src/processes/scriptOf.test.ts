import { expect, test } from 'vitest';
import { scriptOf } from './scriptOf.ts';

test.each([
  ['node /srv/api/server.js --password secret', '/srv/api/server.js'],
  ['node --inspect --max-old-space-size=512 app.mjs', 'app.mjs'],
  ['node -r ./hook.js --import ./trace.mjs app.ts', 'app.ts'],
  ['python3 -u worker.py', 'worker.py'],
  ['/usr/bin/python3.12 -m http.server 8000', 'http.server'],
  ['java -Xmx1g -cp lib/a.jar -jar /opt/app.jar --key=s3cret', '/opt/app.jar'],
  [`node /srv/${'a'.repeat(200)}/x.js`, `…${'a'.repeat(114)}/x.js`],
])('%s runs %s', (cmdline, script) => expect(scriptOf(`${cmdline.replaceAll(' ', '\0')}\0`)).toBe(script));

test.each([
  ['code', 'node\0-e\0fetch("https://a:secret@b/x.js")\0'],
  ['code of a shell', 'sh\0-c\0deploy.sh --token secret\0'],
  ['an address with a password', 'curl\0https://root:secret@host/install.sh\0'],
  ['a secret that comes first', 'redis-cli\0secret\0x.js\0'],
  ['a secret as a value', 'mysql\0--password\0secret\0'],
  ['hostile characters', 'node\0a\n\u202e.js\0'],
  ['an editor', 'vim\0notes.py\0'],
  ['a number of another program', 'memcached\0-m\x0064\0'],
  ['a program alone', 'nginx\0'],
  ['a title in place of arguments', 'nginx: worker process\0\0\0'],
  ['a thread of the kernel', ''],
])('%s tells nothing', (_, cmdline) => expect(scriptOf(cmdline)).toBe(undefined));
