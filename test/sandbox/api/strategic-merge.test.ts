import {expect, test} from 'vitest';
import {objectShape, podShape, serviceShape} from '../../../source/sandbox/api/shape.ts';
import {strategicMerged} from '../../../source/sandbox/api/strategic-merge.ts';

const service = {
	spec: {
		ports: [
			{name: 'a', port: 1},
			{name: 'b', port: 2},
		],
		selector: {app: 'x'},
	},
};

/** The ports of the service after a patch of its spec. */
function portsAfter(spec: unknown): unknown {
	return (strategicMerged(service, {spec}, serviceShape) as typeof service).spec.ports;
}

test('items of a list are told apart by their key, and new ones come first', () => {
	expect(portsAfter({ports: [{port: 2, name: 'c'}]})).toEqual([
		{name: 'a', port: 1},
		{name: 'c', port: 2},
	]);
	expect(portsAfter({ports: [{port: 3}]})).toEqual([{port: 3}, ...service.spec.ports]);
});

test('directives delete an item, replace the list, and put it in order', () => {
	expect(portsAfter({ports: [{$patch: 'delete', port: 1}]})).toEqual([{name: 'b', port: 2}]);
	expect(portsAfter({ports: [{$patch: 'replace'}, {port: 9}]})).toEqual([{port: 9}]);
	const order = [{port: 2}, {port: 3}, {port: 1}];
	expect(portsAfter({'$setElementOrder/ports': order, ports: [{port: 3}]})).toEqual([
		{name: 'b', port: 2},
		{port: 3},
		{name: 'a', port: 1},
	]);
	expect(portsAfter({'$setElementOrder/ports': [{port: 2}, {port: 1}]})).toEqual(service.spec.ports.toReversed());
});

test('maps merge, null removes, and a directive replaces a map or keeps some of its keys', () => {
	const value = {spec: {a: {x: 1, y: 2}, b: 1}};
	expect(strategicMerged(value, {spec: {a: {x: null, z: 3}}}, {})).toEqual({spec: {a: {y: 2, z: 3}, b: 1}});
	expect(strategicMerged(value, {spec: {a: {$patch: 'replace', n: 1}}}, {})).toEqual({spec: {a: {n: 1}, b: 1}});
	expect(strategicMerged(value, {spec: {a: {$patch: 'delete'}}}, {})).toEqual({spec: {b: 1}});
	expect(strategicMerged(value, {spec: {$retainKeys: ['a']}}, {})).toEqual({spec: {a: {x: 1, y: 2}}});
});

test('finalizers are a set', () => {
	const shape = objectShape({});
	const value = {metadata: {finalizers: ['a', 'b']}};
	expect(strategicMerged(value, {metadata: {finalizers: ['c', 'a']}}, shape)).toEqual({
		metadata: {finalizers: ['c', 'a', 'b']},
	});
	const removal = {metadata: {'$deleteFromPrimitiveList/finalizers': ['a']}};
	expect(strategicMerged(value, removal, shape)).toEqual({metadata: {finalizers: ['b']}});
});

test('what lies below a list item merges by its own keys', () => {
	const pod = {spec: {containers: [{name: 'c', image: 'i', env: [{name: 'A', value: '1'}]}]}};
	const patch = {spec: {containers: [{name: 'c', env: [{name: 'B', value: '2'}]}]}};
	expect(strategicMerged(pod, patch, podShape)).toEqual({
		spec: {
			containers: [
				{
					name: 'c',
					image: 'i',
					env: [
						{name: 'B', value: '2'},
						{name: 'A', value: '1'},
					],
				},
			],
		},
	});
});
