import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {EventStream, EventTooLong} from '../../../source/inference/protocols/event-stream.ts';

const bytes = (text: string) => Buffer.from(text);

function read(...pieces: readonly Uint8Array[]): readonly string[] {
	const stream = new EventStream();
	return [...pieces.flatMap(piece => stream.add(piece)), ...stream.end()];
}

test.for<[string, string, readonly string[]]>([
	['lines that end in a feed', 'data: a\n\ndata: b\n\n', ['a', 'b']],
	['lines that end in a return, and in both', 'data: a\r\rdata: b\r\n\r\n', ['a', 'b']],
	['several lines of data', 'data: a\ndata:b\ndata\ndata:  c\n\n', ['a\nb\n\n c']],
	['other fields and comments', ': alive\n\nevent: x\nid: 1\nretry: 2\ndatum: n\ndata: a\n\n', ['a']],
	['an event without data', 'event: ping\n\n', []],
	['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
	['an end without an empty line', 'data: a\n\ndata: b', ['a', 'b']],
	['nothing', '', []],
])('%s', ([, text, events]) => {
	expect(read(bytes(text))).toEqual(events);
});

test('wherever the bytes are parted, the events are the same', () => {
	const line = fc.constantFrom('data: größe 😀', 'data', 'data:', ': c', 'id: 7', '');
	const end = fc.constantFrom('\n', '\r', '\r\n');
	fc.assert(
		fc.property(
			fc.array(fc.tuple(line, end), {maxLength: 12}),
			fc.array(fc.nat({max: 200}), {maxLength: 8}),
			(lines, cuts) => {
				const whole = bytes(lines.flat().join(''));
				const places = [0, ...cuts.map(cut => Math.min(cut, whole.length)), whole.length].toSorted((a, b) => a - b);
				const pieces = places.slice(1).map((place, index) => whole.subarray(places[index], place));
				expect(read(...pieces)).toEqual(read(whole));
				expect(read(...Array.from(whole, (_, index) => whole.subarray(index, index + 1)))).toEqual(read(whole));
			},
		),
	);
});

test.for<[string, string]>([
	['a line that never ends', 'x'.repeat(2 ** 16)],
	['an event that never ends', `data: ${'x'.repeat(2 ** 16)}\n`],
])('%s is not kept', ([, piece]) => {
	const stream = new EventStream();
	expect(() => {
		for (let index = 0; index < 20; index++) stream.add(bytes(piece));
	}).toThrow(EventTooLong);
});

test('comments may go on for as long as they like', () => {
	const stream = new EventStream();
	const comments = bytes(`:${'x'.repeat(2 ** 10)}\n`.repeat(2 ** 8));
	for (let index = 0; index < 8; index++) stream.add(comments);
	expect(stream.add(bytes('data: a\n\n'))).toEqual(['a']);
});
