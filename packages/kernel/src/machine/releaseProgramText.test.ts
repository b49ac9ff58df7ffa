import { readFileSync, realpathSync } from 'node:fs';
import { expect, test } from 'vitest';
import { releaseProgramText, textMappings } from './releaseProgramText.ts';

const mapping = (head: string, anonymousKb: number): string =>
  `${head}\nSize:               8192 kB\nRss:                4096 kB\nAnonymous:      ${String(anonymousKb).padStart(8)} kB\nVmFlags: rd ex mr mw me\n`;

test('takes the text of the program alone, and none that somebody wrote to', () => {
  const smaps = [
    mapping('00400000-00c00000 r--p 00000000 08:01 42                         /opt/node', 0),
    mapping('00c00000-01400000 r-xp 00800000 08:01 42                         /opt/node', 0),
    mapping('01400000-01c00000 r-xp 01000000 08:01 42                         /opt/node', 4),
    mapping('01c00000-02400000 rw-p 01800000 08:01 42                         /opt/node', 0),
    mapping('7f0000000000-7f0000800000 r-xp 00000000 08:01 7                  /lib/libc.so.6', 0),
    mapping('7f0000800000-7f0001000000 r-xp 00000000 08:01 42                 /opt/node (deleted)', 0),
    mapping('7ffe00000000-7ffe00002000 r-xp 00000000 00:00 0                  [vdso]', 0),
  ].join('');
  expect(textMappings(smaps, '/opt/node')).toEqual([{ start: 0xc00000, length: 0x800000 }]);
});

test('finds nothing in text that is cut short or is something else', () => {
  for (const text of ['', '00c00000-01400000 r-xp 00800000 08:01 42   /opt/node', 'Anonymous: 0 kB', '\0\n- r-xp\n'])
    expect(textMappings(text, '/opt/node')).toEqual([]);
});

test('makes the resident text of this process smaller, which goes on', () => {
  const residentKb = (): number => {
    const program = realpathSync('/proc/self/exe');
    const blocks = readFileSync('/proc/self/smaps', 'latin1').split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
    const text = blocks.filter((block) => / r-xp /.test(block) && block.split('\n')[0]?.endsWith(program));
    return text.reduce((sum, block) => sum + Number(/^Rss: +(\d+)/m.exec(block)?.[1]), 0);
  };
  const before = residentKb();
  expect(releaseProgramText()).toBeGreaterThan(0);
  expect(residentKb()).toBeLessThan(before);
  expect(JSON.parse('[1]')).toEqual([1]);
});
