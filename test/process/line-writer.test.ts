import {expect, test} from 'vitest';
import {lineWriter} from '../../source/process/line-writer.ts';

/** A disk with so much room, which may change. */
function disk(room: number) {
	const written: Uint8Array[] = [];
	return {
		room,
		get text() {
			return Buffer.concat(written).toString();
		},
		write(bytes: Uint8Array): number {
			if (this.room === 0) throw Object.assign(new Error('no space left'), {code: 'ENOSPC'});
			const part = bytes.subarray(0, this.room);
			this.room -= part.length;
			written.push(part);
			return part.length;
		},
	};
}

test('lines that do not fit are not taken, and later ones follow when there is room again', () => {
	const full = disk(4);
	const write = lineWriter(bytes => full.write(bytes));
	expect([write('one\n'), write('two\n'), write('three\n')]).toEqual([true, false, false]);
	full.room = 100;
	expect(write('four\n')).toBe(true);
	expect(full.text).toBe('one\nfour\n');
});

test('of a line that fits in part the rest comes before the next, so that lines stay whole', () => {
	const full = disk(6);
	const write = lineWriter(bytes => full.write(bytes));
	expect([write('one\n'), write('zwölf\n'), write('three\n')]).toEqual([true, true, false]);
	full.room = 1;
	expect(write('four\n')).toBe(false);
	full.room = 100;
	expect(write('five\n')).toBe(true);
	expect(full.text).toBe('one\nzwölf\nfive\n');
});
