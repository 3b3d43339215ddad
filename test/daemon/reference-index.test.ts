import fc from 'fast-check';
import {expect, test} from 'vitest';
import {ReferenceIndex} from '../../source/daemon/reference-index.ts';

test('an object may be named by several routemaps', () => {
	const index = new ReferenceIndex();
	index.set('one', ['a', 'b', 'a']);
	index.set('two', ['b']);
	expect(index.routemapsOf('a')).toEqual(new Set(['one']));
	expect(index.routemapsOf('b')).toEqual(new Set(['one', 'two']));
	expect(index.routemapsOf('c')).toEqual(new Set());
});

test('what a routemap no longer names stays with it until its routes without it are applied', () => {
	const index = new ReferenceIndex();
	index.set('one', ['a', 'b']);
	index.set('one', ['b', 'c']);
	expect(['a', 'b', 'c'].map(object => index.routemapsOf(object).size)).toEqual([1, 1, 1]);
	expect(index.releaseFormer('one')).toEqual(['a']);
	expect(['a', 'b', 'c'].map(object => index.routemapsOf(object).size)).toEqual([0, 1, 1]);
	expect(index.releaseFormer('one')).toEqual([]);
});

test('of what a routemap named before only the latest stays with it, however often it is renamed', () => {
	const index = new ReferenceIndex();
	const names = (round: number): readonly string[] =>
		Array.from({length: 100}, (_, number) => `models/${round}-${number}`);
	const dropped = Array.from({length: 30}, (_, round) => index.set('one', names(round))).flat();
	expect(dropped).toEqual(Array.from({length: 19}, (_, round) => names(round)).flat());
	expect([18, 19, 29].map(round => index.routemapsOf(`models/${round}-0`).size)).toEqual([0, 1, 1]);
	expect(index.releaseFormer('one')).toHaveLength(1000);
});

test('what a routemap names again before that never left it', () => {
	const index = new ReferenceIndex();
	index.set('one', ['a']);
	index.set('one', []);
	index.set('one', ['a']);
	expect(index.releaseFormer('one')).toEqual([]);
	expect(index.routemapsOf('a')).toEqual(new Set(['one']));
});

test('a routemap that is gone lets go of all that it named, and of what it named before', () => {
	const index = new ReferenceIndex();
	index.set('one', ['a']);
	index.set('one', ['b']);
	expect(index.delete('one').toSorted()).toEqual(['a', 'b']);
	expect(['a', 'b'].map(object => index.routemapsOf(object).size)).toEqual([0, 0]);
	expect(index.delete('one')).toEqual([]);
});

test('once all former objects are released the index knows exactly what each routemap named last', () => {
	const routemap = fc.constantFrom('one', 'two', 'three');
	const objects = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), {maxLength: 4});
	const change = fc.oneof(
		fc.record({set: routemap, objects}),
		fc.record({released: routemap}),
		fc.record({delete: routemap}),
	);
	fc.assert(
		fc.property(fc.array(change, {maxLength: 20}), changes => {
			const index = new ReferenceIndex();
			const last = new Map<string, readonly string[]>();
			for (const one of changes) {
				if ('set' in one) {
					index.set(one.set, one.objects);
					last.set(one.set, one.objects);
				} else if ('released' in one) index.releaseFormer(one.released);
				else {
					index.delete(one.delete);
					last.delete(one.delete);
				}

				for (const [name, named] of last) for (const object of named) expect(index.routemapsOf(object)).toContain(name);
			}

			for (const name of last.keys()) index.releaseFormer(name);
			for (const object of ['a', 'b', 'c', 'd']) {
				const naming = [...last].filter(([, named]) => named.includes(object)).map(([name]) => name);
				expect(index.routemapsOf(object)).toEqual(new Set(naming));
			}
		}),
	);
});
