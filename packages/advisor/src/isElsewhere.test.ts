import { expect, it } from 'vitest';
import { isElsewhere } from './isElsewhere.ts';

it('knows the addresses of loopback', () => {
  for (const address of ['127.0.0.1', '127.77.1.2', '::1', '::ffff:127.0.0.1'])
    expect(isElsewhere(address)).toBe(false);
  for (const address of ['10.0.0.9', '192.0.2.127', '2001:db8::1']) expect(isElsewhere(address)).toBe(true);
});
