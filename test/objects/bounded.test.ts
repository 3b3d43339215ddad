import {PassThrough, Readable} from 'node:stream';
import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {boundedText, BoundedBytes, TooLarge} from '../../source/objects/bounded.ts';

const bound = {mostBytes: 10, what: 'the answer', remedy: 'ask for less'};

test('what comes in pieces is put together, whatever their sizes', () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 5}), {maxLength: 2500, size: 'max'}), pieces => {
			const bytes = new BoundedBytes({...bound, mostBytes: 12_500});
			for (const piece of pieces) bytes.add(Buffer.from(piece));
			expect(bytes.take()).toEqual(Buffer.concat(pieces));
			expect(bytes.take().length).toBe(0);
		}),
	);
});

test('exactly the bound is read, text and characters that pieces share included', async () => {
	const euro = Buffer.from('€');
	const stream = Readable.from([Buffer.from('123456'), '7', euro.subarray(0, 1), euro.subarray(1)]);
	expect(await boundedText(stream, bound)).toBe('1234567€');
});

test('a stream that brings more than its bound is not read on', async () => {
	let produced = 0;
	const endless = new Readable({
		highWaterMark: 1,
		read() {
			produced++;
			this.push('12345');
		},
	});
	await expect(boundedText(endless, bound)).rejects.toEqual(new TooLarge(bound));
	expect(endless.destroyed).toBe(true);
	expect(produced).toBeLessThan(6);
	expect(new TooLarge(bound).message).toBe('the answer is larger than 10 bytes: ask for less');
	expect(new TooLarge({...bound, mostBytes: 3 * 2 ** 20}).message).toBe(
		'the answer is larger than 3 MiB: ask for less',
	);
});

test('a stream that is closed before its end is an error, and one that breaks tells its own', async () => {
	const closed = new PassThrough();
	const reading = boundedText(closed, bound);
	closed.destroy();
	await expect(reading).rejects.toThrow(new Error('it was closed before its end'));

	const broken = new PassThrough();
	const reason = new Error('the disk is gone');
	const other = boundedText(broken, bound);
	broken.destroy(reason);
	await expect(other).rejects.toBe(reason);
});
