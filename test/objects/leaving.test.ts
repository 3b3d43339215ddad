import {expect, test} from 'vitest';
import {strangersHolding} from '../../source/objects/leaving.ts';

const leaving = {deletionTimestamp: '2026-01-01T12:00:00Z'};

test.each<readonly [string, object, readonly string[]]>([
	['nothing, while the object stays', {finalizers: ['acme.io/audit']}, []],
	['nothing, without a finalizer', leaving, []],
	[
		'neither ours nor what ends by itself',
		{...leaving, finalizers: ['iter8.tools/finalizer', 'inferenceservice.finalizers', 'foregroundDeletion', 'orphan']},
		[],
	],
	[
		'whatever else there is, beside ours too',
		{...leaving, finalizers: ['iter8.tools/finalizer', 'acme.io/audit', 'b']},
		['acme.io/audit', 'b'],
	],
])('of others a deletion waits for %s', (_, metadata, names) => {
	expect(strangersHolding({apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a', ...metadata}})).toEqual(names);
});
