import {expect, test} from 'vitest';
import {conditionOf, isTrue} from '../../source/objects/condition.ts';
import type {KubeObject} from '../../source/objects/object.ts';

function withConditions(conditions: unknown): KubeObject {
	return {apiVersion: 'v1', kind: 'Thing', metadata: {name: 'thing'}, status: {conditions}};
}

test('a condition is found without regard to the case of its type', () => {
	const entry = {
		type: 'Ready',
		status: 'False',
		reason: 'Loading',
		message: 'not yet',
		lastTransitionTime: '2026-01-01T12:00:00Z',
		observedGeneration: 3,
	};
	expect(conditionOf(withConditions([{type: 'Other', status: 'True'}, entry]), 'ready')).toEqual({
		...entry,
		lastTransitionTime: new Date('2026-01-01T12:00:00Z'),
	});
});

test('what a condition does not say is undefined, and its status then is Unknown', () => {
	expect(
		conditionOf(
			withConditions([{type: 'Ready', reason: '', lastTransitionTime: 'soon', observedGeneration: '3'}]),
			'Ready',
		),
	).toEqual({
		type: 'Ready',
		status: 'Unknown',
		reason: undefined,
		message: undefined,
		lastTransitionTime: undefined,
		observedGeneration: undefined,
	});
});

test.each([
	['no list', {Ready: {type: 'Ready', status: 'True'}}],
	['entries that are no mappings', [null, 'Ready', 7, ['Ready']]],
	['a type that is no text', [{type: ['Ready'], status: 'True'}]],
	['nothing', undefined],
])('conditions that are %s hold none', (_, conditions) => {
	expect(conditionOf(withConditions(conditions), 'Ready')).toBeUndefined();
});

test('a malformed entry does not hide the right one', () => {
	expect(conditionOf(withConditions([null, {type: 1}, {type: 'Ready', status: 'True'}]), 'Ready')?.status).toBe('True');
});

test('only the status True, in any case, is true', () => {
	const statuses = ['True', 'true', 'TRUE', 'False', 'Unknown', true, 1, undefined];
	expect(statuses.map(status => isTrue(conditionOf(withConditions([{type: 'Ready', status}]), 'Ready')))).toEqual([
		true,
		true,
		true,
		false,
		false,
		false,
		false,
		false,
	]);
	expect(isTrue(undefined)).toBe(false);
});
