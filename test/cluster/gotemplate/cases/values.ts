import {Float, Slice, Struct, TypedMap, Uint} from '../../../../source/gotemplate/value.ts';
import type {Value} from '../../../../source/gotemplate/value.ts';

/** A routemap as its templates see it: structs, typed slices and maps. */
export const routemap = makeRoutemap([90, 10]);

export function makeRoutemap(weights: readonly number[]): Value {
	return new Struct('main.Routemap', {
		Name: 'wisdom-routemap',
		Namespace: 'default',
		Labels: new TypedMap('map[string]string', {app: 'wisdom', 'iter8.tools/kind': 'routemap'}),
		Annotations: new TypedMap('map[string]string', null),
		Weights: new Slice('[]int', weights),
		Versions: new Slice('[]main.Version', weights.map(makeVersion)),
	});
}

function makeVersion(weight: number, index: number): Value {
	return new Struct('main.Version', {
		Weight: weight,
		Resources: new Slice('[]main.Resource', [makeResource('isvc', index), makeResource('cm', index)]),
	});
}

function makeResource(gvrShort: string, index: number): Value {
	return new Struct('main.Resource', {GVRShort: gvrShort, Name: `wisdom-${index}`, Namespace: 'default'});
}

/** Every kind of value, in maps and slices of `any`. */
export const anything: Value = {
	one: 1,
	two: 2,
	zero: 0,
	negative: -42,
	big: 9223372036854775807n,
	least: -9223372036854775808n,
	pi: new Float(3.1875),
	whole: new Float(2),
	tiny: new Float(1.5e-9),
	huge: new Float(6.02e23),
	nan: new Float(NaN),
	infinite: new Float(-Infinity),
	infinity: new Float(Infinity),
	widths: new TypedMap('map[string]float64', null),
	byte: new Uint(200, 'uint8'),
	word: new Uint(7, 'uint32'),
	largest: new Uint(18446744073709551615n, 'uint64'),
	yes: true,
	no: false,
	hello: 'hello',
	empty: '',
	html: `<a href="x?y=1&z='2'">`,
	unicode: 'naïve 世界 👋',
	format: '%d-%s',
	nothing: null,
	list: [1, 'two', new Float(3), null, true],
	numbers: [3, 1, 2],
	words: ['b', 'a', 'c'],
	none: [],
	ints: new Slice('[]int', [5, 6, 7, 8]),
	texts: new Slice('[]string', ['x', 'y', 'z']),
	floats: new Slice('[]float64', [new Float(0.5), new Float(1)]),
	nilInts: new Slice('[]int', null),
	table: new Slice('[][]int', [new Slice('[]int', [1, 2]), new Slice('[]int', null), new Slice('[]int', [3])]),
	map: {b: 2, a: 1, c: null, 'key with space': 'v', Z: 26, é: 'accent'},
	nested: {inner: {deep: {value: 'found'}}},
	none2: {},
	labels: new TypedMap('map[string]string', {app: 'wisdom', tier: 'gold'}),
	counts: new TypedMap('map[string]int', {a: 1, b: 2}),
	flags: new TypedMap('map[string]bool', {on: true}),
	lists: new TypedMap('map[string][]string', {a: new Slice('[]string', ['p', 'q'])}),
	nilLabels: new TypedMap('map[string]string', null),
	resource: new Struct('main.Resource', {GVRShort: 'isvc', Name: 'wisdom-0', Namespace: 'default'}),
	sameResource: new Struct('main.Resource', {GVRShort: 'isvc', Name: 'wisdom-0', Namespace: 'default'}),
	version: makeVersion(3, 1),
	people: [
		{name: 'Ann', age: 30, tags: ['x']},
		{name: 'Bob', age: 25, tags: []},
	],
};
