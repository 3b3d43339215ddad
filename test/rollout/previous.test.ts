import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';
import {pastOf} from '../../source/rollout/previous.ts';

const promotion = {
	rollout: 'u1',
	number: 4,
	action: 'promote',
	by: 'ada',
	at: '2026-01-01T10:00:00.700Z',
	from: 'a',
	to: 'b',
};

function primary(metadata: Partial<ObjectMeta> = {}, past: readonly object[] = [promotion]): KubeObject {
	const previous = {rollout: 'u1', from: 'a', to: 'b', past};
	const annotations = {'iter8.tools/previous': JSON.stringify(previous)};
	const labels = {'app.kubernetes.io/version': 'v1'};
	return {apiVersion: 'v1', kind: 'Model', metadata: {name: 'wisdom-0', annotations, labels, ...metadata}};
}

const write = (manager: string, time: string, fields: string, subresource?: string) => ({
	manager,
	time,
	fieldsV1: {[fields]: {}},
	...(subresource !== undefined && {subresource}),
});

test('a primary with the spec that the last change led to has the past that it names', () => {
	expect(pastOf(primary(), 'b')).toEqual([promotion]);
});

test('one that names no change has no past, whatever its spec', () => {
	expect(pastOf(primary({}, []), 'c')).toEqual([]);
	expect(pastOf(primary({annotations: {}}), 'c')).toEqual([]);
});

test.each<[string, ObjectMeta['managedFields'], string, string]>([
	[
		'the last write of its spec by others',
		[
			write('argocd-controller', '2026-01-01T11:00:00Z', 'f:spec'),
			write('kubectl-edit', '2026-01-01T12:00:00Z', 'f:spec'),
			write('kubectl-label', '2026-01-01T13:00:00Z', 'f:metadata'),
			write('manager', '2026-01-01T14:00:00Z', 'f:status', 'status'),
			write('scaler', '2026-01-01T14:00:00Z', 'f:spec', 'scale'),
			write('kubectl-iter8', '2026-01-01T15:00:00Z', 'f:spec'),
		],
		'kubectl-edit',
		'2026-01-01T12:00:00Z',
	],
	[
		'nobody known, where others wrote before the last change alone: who only takes fields away is named nowhere',
		[
			write('kubectl-create', '2026-01-01T09:59:59Z', 'f:spec'),
			write('kubectl-iter8', '2026-01-01T10:00:00Z', 'f:spec'),
		],
		'unknown',
		'',
	],
	[
		'who wrote in the second of the last change',
		[write('kubectl-edit', '2026-01-01T10:00:00Z', 'f:spec')],
		'kubectl-edit',
		'2026-01-01T10:00:00Z',
	],
	['nobody known, where nothing tells', undefined, 'unknown', ''],
])('an edit is told as by %s', (_, managedFields, by, at) => {
	expect(pastOf(primary(managedFields && {managedFields}), 'c')).toEqual([
		{rollout: 'edit-5', number: 5, action: 'edit', by, at, from: 'b', to: 'c', version: 'v1'},
		promotion,
	]);
});

test('the same edit made once more, after it was taken back, is another change', () => {
	const edit = {...promotion, rollout: 'edit-5', number: 5, action: 'edit', from: 'b', to: 'c'};
	const undo = {...promotion, rollout: 'undo-7', number: 6, action: 'undo', from: 'c', to: 'b'};
	const past = pastOf(primary({}, [undo, edit, promotion]), 'c');
	expect(past.map(({number}) => number)).toEqual([7, 6, 5, 4]);
});
