import {expect, test} from 'vitest';
import {decodeText} from '../../source/objects/decode.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each<[string, Buffer]>([
	['UTF-8', Buffer.from('größe 模型')],
	['UTF-8 with a mark', Buffer.from('\uFEFFgröße 模型')],
	['UTF-16 as PowerShell writes it', utf16('\uFEFFgröße 模型')],
	['UTF-16 in the other order', utf16('\uFEFFgröße 模型').swap16()],
])('%s is read', (_, bytes) => {
	expect(decodeText(bytes)).toBe('größe 模型');
});

test.each([
	['nothing', Buffer.alloc(0)],
	['a mark alone', Buffer.from('\uFEFF')],
])('%s is an empty text', (_, bytes) => {
	expect(decodeText(bytes)).toBe('');
});
