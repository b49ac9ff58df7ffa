import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  close,
  createWriteStream,
  mkdtempSync,
  open,
  readdirSync,
  read as readFd,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type FileCalls, ProcFile } from './ProcFile.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'netstrata-procfile-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function opened(path: string, options?: ConstructorParameters<typeof ProcFile>[1]): ProcFile {
  const file = new ProcFile(path, options);
  onTestFinished(() => file.close());
  return file;
}

const descriptors = () => readdirSync('/proc/self/fd').length;

test('reads a kernel file again and again through one descriptor', async () => {
  const file = opened('/proc/net/dev');
  await file.read(5000);
  const before = descriptors();
  for (let round = 0; round < 50; round++) expect(await file.read(5000)).toContain('lo:');
  expect(descriptors()).toBe(before);
});

test('sees what has changed since the read before', async () => {
  const path = join(folder(), 'file');
  writeFileSync(path, 'one');
  const file = opened(path);
  expect(await file.read(5000)).toBe('one');
  writeFileSync(path, 'a longer two');
  expect(await file.read(5000)).toBe('a longer two');
  writeFileSync(path, '3');
  expect(await file.read(5000)).toBe('3');
});

test('grows with the file and reads parts until its end', async () => {
  const path = join(folder(), 'file');
  const text = 'x'.repeat(1000);
  writeFileSync(path, text);
  const file = opened(path, { firstBufferBytes: 16 });
  expect(await file.read(5000)).toBe(text);
  appendFileSync(path, 'y');
  expect(await file.read(5000)).toBe(`${text}y`);
});

test('reads a file whole that the kernel hands out in pages', async () => {
  // Printed a mapping at a time, never more than a page for one read.
  const text = await opened('/proc/self/maps').read(5000);
  expect(text.length).toBeGreaterThan(4096);
  expect(text).toMatch(/\[stack\]\n/);
  expect(text.endsWith('\n')).toBe(true);
});

test('stops at a short read where the kernel prints one record', async () => {
  const reads: number[] = [];
  const file = opened('/proc/net/snmp', {
    singleRecord: true,
    calls: {
      open,
      close,
      read: (fd, buffer, offset, length, position, done) => {
        reads.push(position);
        readFd(fd, buffer, offset, length, position, done);
      },
    },
  });
  expect(await file.read(5000)).toMatch(/^Ip: Forwarding(.|\n)*\n$/);
  expect(reads).toEqual([0]);
});

test('refuses a file without an end', async () => {
  await expect(opened('/dev/zero').read(20_000)).rejects.toMatchObject({ code: 'too-large', path: '/dev/zero' });
});

test.each([
  ['/proc/net/nonexistent', 'not-found'],
  ['/proc/self/mem', 'unreadable'],
  ['/proc', 'unreadable'],
])('says why %s cannot be read', async (path, code) => {
  await expect(opened(path).read(5000)).rejects.toMatchObject({ name: 'KernelError', code, operation: 'read', path });
});

test('gives the descriptor back after an error, and opens the file anew', async () => {
  const path = join(folder(), 'file');
  const file = opened(path);
  const before = descriptors();
  await expect(file.read(5000)).rejects.toMatchObject({ code: 'not-found' });
  await expect(opened('/proc/self/mem').read(5000)).rejects.toMatchObject({ code: 'unreadable' });
  writeFileSync(path, 'here now');
  expect(await file.read(5000)).toBe('here now');
  file.close();
  // Fewer, where a file of the test before was still being closed.
  await expect.poll(descriptors).toBeLessThanOrEqual(before);
});

test('fails at its limit while a file cannot be opened, and at once after that', async () => {
  const path = join(folder(), 'pipe');
  execFileSync('mkfifo', [path]);
  // Opening a pipe for reading hangs until someone opens it for writing.
  const file = opened(path);
  await expect(file.read(50)).rejects.toMatchObject({ code: 'timed-out', detail: '50 ms', path });
  for (let round = 0; round < 20; round++) {
    await expect(file.read(60_000)).rejects.toMatchObject({ code: 'busy', path });
  }

  const writer = createWriteStream(path);
  await once(writer, 'open');
  // The hung open returns now. A pipe has no positions, so the read behind it fails, and the file is free again.
  await expect.poll(async () => (await file.read(60_000).catch((error) => error)).code).not.toBe('busy');
  writer.destroy();
});

/** A file whose reads return only when they are told to. */
function hangingCalls() {
  const waiting: (() => void)[] = [];
  const closed: number[] = [];
  const calls: FileCalls = {
    open: (_path, _flags, done) => done(null, 4711),
    read: (_fd, buffer, offset, _length, position, done) => {
      if (position > 0) return done(null, 0);
      waiting.push(() => {
        buffer.set([0x6f, 0x6b], offset);
        done(null, 2);
      });
    },
    close: (fd) => closed.push(fd),
  };
  return { calls, waiting, closed };
}

test('holds one thread for a read that hangs, and recovers when it returns', async () => {
  const { calls, waiting, closed } = hangingCalls();
  const file = new ProcFile('/proc/hung', { calls });
  await expect(file.read(20)).rejects.toMatchObject({ code: 'timed-out' });
  await expect(file.read(20)).rejects.toMatchObject({ code: 'busy' });
  await expect(file.read(20)).rejects.toMatchObject({ code: 'busy' });
  expect(waiting).toHaveLength(1);
  waiting.pop()?.();
  await turn();
  const next = file.read(60_000);
  await turn();
  waiting.pop()?.();
  expect(await next).toBe('ok');
  file.close();
  expect(closed).toEqual([4711]);
});

test('closed under a hung read, gives the descriptor back once, when that read returns', async () => {
  const { calls, waiting, closed } = hangingCalls();
  const file = new ProcFile('/proc/hung', { calls });
  await expect(file.read(20)).rejects.toMatchObject({ code: 'timed-out' });
  file.close();
  expect(closed).toEqual([]);
  waiting.pop()?.();
  await turn();
  expect(closed).toEqual([4711]);
  file.close();
  expect(closed).toEqual([4711]);
  await expect(file.read(20)).rejects.toMatchObject({ code: 'closed' });
});

test('leaves no timer behind that would keep the process alive', () => {
  const program = `import { ProcFile } from ${JSON.stringify(import.meta.resolve('./ProcFile.ts'))};
    const file = new ProcFile('/proc/net/dev');
    await file.read(3_600_000);
    file.close();`;
  // It ends by itself, long before its time is up.
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], { timeout: 60_000 });
});
