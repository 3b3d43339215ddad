import fc from 'fast-check';
import {expect, test} from 'vitest';
import {specDiff, type DiffLine} from '../../source/info/spec-diff.ts';
import type {KubeObject} from '../../source/objects/object.ts';

const signs = {same: ' ', added: '+', removed: '-'} as const;

function object(spec: unknown): KubeObject {
	return {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', metadata: {name: 'wisdom'}, spec};
}

function show(lines: readonly DiffLine[]): string {
	return lines.map(({kind, text}) => `${signs[kind]} ${text}\n`).join('');
}

const predictor = (storageUri: string, more = {}) => ({
	predictor: {
		minReplicas: 1,
		model: {modelFormat: {name: 'sklearn'}, protocolVersion: 'v2', runtime: 'kserve-mlserver', storageUri},
		tolerations: [{key: 'a', operator: 'Exists'}, {key: 'b'}],
		...more,
	},
});

test('tells the changes with three lines around each', () => {
	const before = object(predictor('gs://models/one'));
	const after = object(predictor('gs://models/two', {timeout: 60}));
	expect(show(specDiff(before, after))).toBe(`\
  …
        name: sklearn
      protocolVersion: v2
      runtime: kserve-mlserver
-     storageUri: gs://models/one
+     storageUri: gs://models/two
+   timeout: 60
    tolerations:
    - key: a
      operator: Exists
  …
`);
});

test('tells nothing of specs that differ only in the order of their fields', () => {
	expect(specDiff(object({a: 1, b: {c: 2, d: 3}}), object({b: {d: 3, c: 2}, a: 1}))).toEqual([]);
});

test('tells all of a spec that is new or gone', () => {
	const spec = object({a: 1, b: 2});
	expect(show(specDiff(undefined, spec))).toBe('+ a: 1\n+ b: 2\n');
	expect(show(specDiff(spec, undefined))).toBe('- a: 1\n- b: 2\n');
	expect(specDiff(undefined, undefined)).toEqual([]);
});

test('bounds what it compares', () => {
	const list = (word: string) => object({env: Array.from({length: 5000}, (_, index) => `${word} ${index}`)});
	const lines = specDiff(list('old'), list('new'));
	expect(lines).toHaveLength(2000);
	expect(lines.at(-1)).toEqual({kind: 'same', text: '…'});
});

test('writes what could drive a terminal in escapes', () => {
	expect(show(specDiff(object({a: 1}), object({a: '\u001B[2J'})))).toBe('- a: 1\n+ a: "\\e[2J"\n');
});

test('removed lines and same lines are the old spec, added lines and same lines the new one', () => {
	const spec = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom(1, 2, 'x'));
	fc.assert(
		fc.property(spec, spec, (before, after) => {
			// Seven lines at most, so that nothing is left out once there is a change in the middle; first and last always differ.
			const lines = specDiff(object({0: 'old', ...before, z: 1}), object({0: 'new', ...after, z: 2}));
			const without = (kind: DiffLine['kind']) => lines.filter(line => line.kind !== kind).map(({text}) => text);
			const old = specDiff(object({0: 'old', ...before, z: 1}), undefined).map(({text}) => text);
			const current = specDiff(undefined, object({0: 'new', ...after, z: 2})).map(({text}) => text);
			expect(without('added')).toEqual(old);
			expect(without('removed')).toEqual(current);
		}),
	);
});
