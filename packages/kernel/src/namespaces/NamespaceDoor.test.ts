import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { NamespaceDoor } from './NamespaceDoor.ts';

const OWN = '/proc/self/ns/net';
const target = { path: OWN, inode: statSync(OWN).ino };
const descriptors = () => readdirSync('/proc/self/fd').length;

/** A door whose system calls give these results one after the other. */
function doorOf(results: readonly number[]) {
  const ends: string[] = [];
  const left = [...results];
  const door = new NamespaceDoor({
    setns: () => left.shift() ?? 0,
    end: (reason) => {
      ends.push(reason);
      throw new Error('ended');
    },
  });
  onTestFinished(() => door.close());
  return { door, ends };
}

test('goes in, acts, and comes home, whatever the action does', () => {
  const { door, ends } = doorOf([]);
  expect(door.inside(target, () => 7)).toBe(7);
  const before = descriptors();
  const fail = () => {
    throw new Error('action');
  };
  expect(() => door.inside(target, fail)).toThrow('action');
  expect(door.inside(target, () => readlinkSync(OWN))).toBe(`net:[${target.inode}]`);
  expect([ends, descriptors()]).toEqual([[], before]);
});

test('a way back that fails ends the process, after an error of the action too', () => {
  const { door, ends } = doorOf([0, -1, 0, -1]);
  expect(() => door.inside(target, () => 7)).toThrow('ended');
  const fail = () => {
    throw new Error('action');
  };
  expect(() => door.inside(target, fail)).toThrow('ended');
  expect(ends).toHaveLength(2);
});

test('a namespace that may not be entered, is gone, or is another one now is not acted on', () => {
  const { door, ends } = doorOf([-1]);
  const never = () => expect.fail('inside');
  const before = descriptors();
  expect(() => door.inside(target, never)).toThrow(expect.objectContaining({ operation: 'setns', path: OWN }));
  expect(() => door.inside({ ...target, inode: 5 }, never)).toThrow(expect.objectContaining({ code: 'vanished' }));
  expect(() => door.inside({ path: '/proc/0/ns/net', inode: 5 }, never)).toThrow(
    expect.objectContaining({ code: 'vanished' }),
  );
  // The way home was opened and stays.
  expect([ends, descriptors()]).toEqual([[], before + 1]);
});
