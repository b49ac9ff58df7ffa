import { ERROR_STATUS } from '@netstrata/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import english from '../../../messages/en/errors.json' with { type: 'json' };
import { errorText } from './errorText.ts';

afterEach(() => vi.unstubAllGlobals());

test('every code of the protocol has a text', () => {
  expect(Object.keys(english).toSorted()).toEqual([...Object.keys(ERROR_STATUS), 'status', 'unreachable'].toSorted());
});

test('English is what the server says', () => {
  expect(errorText('forbidden', 'this is for the role $& and above')).toBe('this is for the role $& and above');
  expect(errorText('unreachable', '')).toBe('the server does not answer');
});

test('on a Chinese page the code is said in Chinese, and the server’s sentence kept', () => {
  vi.stubGlobal('document', { documentElement: { lang: 'zh-CN' } });
  expect(errorText('forbidden', 'this is for the role operator and above')).toBe(
    '没有权限：this is for the role operator and above',
  );
  expect(errorText('unreachable', '')).toBe('服务器没有应答');
  expect(errorText('status', '502')).toBe('状态码 502');
  expect(errorText('constructor', 'odd')).toBe('odd');
});
