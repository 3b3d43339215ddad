import {expect, test} from 'vitest';
import {LivingConditions, timestamp} from '../../../source/sandbox/kserve/conditions.ts';

const start = Date.parse('2026-01-01T00:00:00.900Z');
const dependents = ['PredictorReady', 'IngressReady'];

test('a time is written in whole seconds, UTC', () => {
	expect(timestamp(start)).toBe('2026-01-01T00:00:00Z');
});

test('Ready is True once everything that it depends on is, and not before', () => {
	const conditions = new LivingConditions([], dependents, start);
	conditions.mark('PredictorReady', {status: 'True'});
	expect(conditions.statusOf('Ready')).toBe('Unknown');
	conditions.mark('IngressReady', {status: 'True'});
	expect(conditions.entries).toEqual([
		{type: 'IngressReady', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'},
		{type: 'PredictorReady', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'},
		{type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'},
	]);
});

test('a condition that Ready does not depend on is information, and leaves Ready alone', () => {
	const conditions = new LivingConditions([], dependents, start);
	conditions.mark('RoutesReady', {status: 'False', reason: 'RevisionMissing', message: 'none is ready'});
	expect(conditions.entries).toEqual([
		{
			type: 'RoutesReady',
			status: 'False',
			reason: 'RevisionMissing',
			message: 'none is ready',
			severity: 'Info',
			lastTransitionTime: '2026-01-01T00:00:00Z',
		},
	]);
});

test('False outranks Unknown, and Ready says why', () => {
	const conditions = new LivingConditions([], dependents, start);
	conditions.mark('PredictorReady', {status: 'False', reason: 'RevisionFailed'});
	conditions.mark('IngressReady', {status: 'Unknown', reason: 'Predictor ingress not created'});
	expect(conditions.entries.find(({type}) => type === 'Ready')).toEqual({
		type: 'Ready',
		status: 'False',
		reason: 'RevisionFailed',
		lastTransitionTime: '2026-01-01T00:00:00Z',
	});
});

test('the transition time moves with a new reason, and stays when nothing changes', () => {
	const first = new LivingConditions([], ['PredictorReady'], start);
	first.mark('PredictorReady', {status: 'Unknown', reason: 'OutOfDate'});
	const second = new LivingConditions(first.entries, ['PredictorReady'], start + 10_000);
	second.mark('PredictorReady', {status: 'Unknown', reason: 'OutOfDate'});
	expect(second.entries).toEqual(first.entries);
	second.mark('PredictorReady', {status: 'Unknown', reason: 'RevisionMissing'});
	expect(second.entries).toEqual([
		{
			type: 'PredictorReady',
			status: 'Unknown',
			reason: 'RevisionMissing',
			lastTransitionTime: '2026-01-01T00:00:10Z',
		},
		{type: 'Ready', status: 'Unknown', reason: 'RevisionMissing', lastTransitionTime: '2026-01-01T00:00:10Z'},
	]);
});
