import {Float, Slice, Struct, TypedMap, Uint} from '../../../source/gotemplate/value.ts';
import type {Value} from '../../../source/gotemplate/value.ts';
import {makeRoutemap} from './cases/values.ts';
import type {Random} from './random.ts';

/** The type of an expression, as far as the generator of templates needs it. */
export type Type =
	| 'int'
	| 'uint'
	| 'float'
	| 'string'
	| 'bool'
	| 'nil'
	| {readonly list: Type}
	| {readonly map: Type}
	| {readonly fields: Readonly<Record<string, Type>>};

const resource: Type = {fields: {GVRShort: 'string', Name: 'string', Namespace: 'string'}};
const version: Type = {fields: {Weight: 'int', Resources: {list: resource}}};

export const routemapType: Type = {
	fields: {
		Name: 'string',
		Namespace: 'string',
		Labels: {map: 'string'},
		Annotations: {map: 'string'},
		Weights: {list: 'int'},
		Versions: {list: version},
	},
};

export const mixtureType: Type = {
	fields: {
		count: 'int',
		other: 'int',
		byte: 'uint',
		ratio: 'float',
		name: 'string',
		title: 'string',
		isOn: 'bool',
		nothing: 'nil',
		numbers: {list: 'int'},
		ints: {list: 'int'},
		words: {list: 'string'},
		texts: {list: 'string'},
		floats: {list: 'float'},
		rows: {list: {list: 'int'}},
		entries: {map: 'int'},
		labels: {map: 'string'},
		flags: {map: 'bool'},
		resource,
		versions: {list: version},
		inner: {fields: {deep: {fields: {value: 'string', level: 'int'}}}},
	},
};

export function generateRoutemap(random: Random): Value {
	return makeRoutemap(Array.from({length: 1 + random.below(4)}, () => random.pick([0, 0, 1, 10, 50, 90, 100])));
}

/** Data of `mixtureType`. */
export function generateMixture(random: Random): Value {
	const versions = Array.from({length: 1 + random.below(2)}, () => makeVersion(random));
	return {
		count: generateInt(random),
		other: random.below(5),
		byte: new Uint(random.below(256), random.pick(['uint8', 'uint32', 'uint64'])),
		ratio: new Float(generateFloat(random)),
		name: generateText(random),
		title: generateText(random),
		isOn: random.oneIn(2),
		nothing: null,
		numbers: random.list(4, () => generateInt(random)),
		ints: new Slice('[]int', random.oneIn(8) ? null : random.list(4, () => generateInt(random))),
		words: random.list(4, () => generateText(random)),
		texts: new Slice(
			'[]string',
			random.list(4, () => generateText(random)),
		),
		floats: new Slice(
			'[]float64',
			random.list(3, () => new Float(generateFloat(random))),
		),
		rows: random.list(3, () => random.list(3, () => random.below(10))),
		entries: Object.fromEntries(random.list(4, () => [generateKey(random), generateInt(random)])),
		labels: new TypedMap('map[string]string', Object.fromEntries(random.list(4, () => [generateKey(random), 'v']))),
		flags: new TypedMap('map[string]bool', random.oneIn(4) ? null : {on: true, off: false}),
		resource: makeResource(random),
		versions: new Slice('[]main.Version', versions),
		inner: {deep: {value: generateText(random), level: random.below(10)}},
	};
}

function makeVersion(random: Random): Value {
	const resources = random.list(3, () => makeResource(random));
	return new Struct('main.Version', {Weight: generateInt(random), Resources: new Slice('[]main.Resource', resources)});
}

function makeResource(random: Random): Value {
	return new Struct('main.Resource', {
		GVRShort: random.pick(['isvc', 'svc', 'cm', '']),
		Name: generateText(random),
		Namespace: 'default',
	});
}

export function generateInt(random: Random): number {
	return random.pick([0, 1, 2, 3, 7, -1, 100, random.below(200), -random.below(100_000), -(2 ** 40)]);
}

export function generateFloat(random: Random): number {
	const plain = [0, 0.5, 1, -2.25, 3.25, 1e6, 1e21, 1e-7, -1e100, 123456.789, 2.5, 0.1];
	return random.oneIn(2) ? random.pick(plain) : (random.below(2_000_001) - 1_000_000) / 10 ** random.below(8);
}

const words = [
	'',
	'a',
	'wisdom',
	'hello world',
	'v1',
	'<b>&"quoted"\'',
	'é',
	'世界',
	'👋',
	'%d',
	'{{x}}',
	'\t\n',
	'\\',
	'0',
];

export function generateText(random: Random): string {
	return random.oneIn(3) ? random.pick(words) + random.pick(words) : random.pick(words);
}

export function generateKey(random: Random): string {
	return random.pick(['app', 'tier', 'a', 'B', 'é', 'key with space', 'iter8.tools/watch', '1', '-']);
}
