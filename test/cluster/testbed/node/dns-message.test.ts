import {expect, test} from 'vitest';
import {readQuestion, response} from './dns-message.ts';

/** A query with recursion desired, as a resolver sends it. */
function query(name: string, type: number): Buffer {
	const labels = name.split('.').map(label => String.fromCharCode(label.length) + label);
	return Buffer.concat([
		Buffer.from('beef01000001000000000000', 'hex'),
		Buffer.from(`${labels.join('')}\0`, 'latin1'),
		Buffer.from([0, type, 0, 1]),
	]);
}

function answer(asked: Buffer, found: Parameters<typeof response>[2]): string {
	const question = readQuestion(asked);
	if (!question) throw new Error('no question');
	return response(asked, question, found).toString('hex');
}

// a.b in the question, and again as the owner of a record
const name = '0161016200';
const question = (type: string): string => `${name}${type}0001`;

test('a question is read as the name and type that it asks for', () => {
	expect(readQuestion(query('model.default', 28))).toEqual({name: 'model.default', type: 28, end: 31});
});

test('what is no query with one question has none', () => {
	expect(readQuestion(Buffer.from('beef'))).toBeUndefined();
	expect(readQuestion(Buffer.from('beef01000000000000000000', 'hex'))).toBeUndefined();
	expect(readQuestion(query('model', 1).subarray(0, 15))).toBeUndefined();
	expect(readQuestion(query('model', 1).subarray(0, -1))).toBeUndefined();
});

test('addresses are answered for IPv4, and none for IPv6', () => {
	const found = {addresses: ['10.96.0.1', '10.96.0.2']};
	expect(answer(query('a.b', 1), found)).toBe(
		[
			`beef85800001000200000000${question('0001')}`,
			`${name}000100010000000100040a600001`,
			`${name}000100010000000100040a600002`,
		].join(''),
	);
	expect(answer(query('a.b', 28), found)).toBe(`beef85800001000000000000${question('001c')}`);
});

test('a name that stands for another says so, and the addresses are of the other', () => {
	expect(answer(query('a.b', 1), {alias: 'c', addresses: ['10.96.0.1']})).toBe(
		[
			`beef85800001000200000000${question('0001')}`,
			`${name}00050001000000010003016300`,
			'016300000100010000000100040a600001',
		].join(''),
	);
});

test('a name that does not exist is an error of the name', () => {
	expect(answer(query('a.b', 1), undefined)).toBe(`beef85830001000000000000${question('0001')}`);
});
