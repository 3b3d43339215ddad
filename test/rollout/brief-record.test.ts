import {expect, test} from 'vitest';
import {halfDoneTo} from '../../source/info/half-done.ts';
import {rolloutInfo} from '../../source/info/rollout-info.ts';
import {previousAnnotation} from '../../source/objects/labels.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import {briefRecord} from '../../source/rollout/brief-record.ts';

const target = {resource: inferenceServices, namespace: 'models', name: 'wisdom-1', uid: 'uid-1'};

function record(steps: readonly object[], more: object = {}): KubeObject {
	const rollout = {
		id: 'ada-1',
		action: 'promote',
		title: 'promote wisdom-1 of wisdom',
		by: 'ada',
		startedAt: '2026-01-01T12:00:00Z',
		phase: 'running',
		steps,
		step: 0,
		timeoutMs: 1000,
		results: [],
		words: '',
		...more,
	};
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'wisdom-rollout', namespace: 'models'},
		data: {rollout: JSON.stringify(rollout)},
	};
}

test('what is told of a rollout is told of its brief record as well', () => {
	const creating = {type: 'create-version', target, object: {spec: 'x'.repeat(500_000)}};
	const deleting = {type: 'delete-version', app: 'wisdom', target, companions: [], isAwaited: true};
	const whole = record([creating, {type: 'wait-weights', app: 'wisdom'}, deleting]);
	const brief = briefRecord(whole);
	expect(JSON.stringify(brief).length).toBeLessThan(1500);
	expect(rolloutInfo(brief)).toEqual(rolloutInfo(whole));
	expect(rolloutInfo(brief)?.doing).toBe('create inferenceservice models/wisdom-1');
	const previous = JSON.stringify({rollout: 'uid-1', from: 'a', to: 'b', past: []});
	const primary = {...whole, metadata: {name: 'wisdom-0', annotations: {[previousAnnotation]: previous}}};
	const versions = [
		{name: 'wisdom-0', title: 'wisdom-0', object: primary},
		{name: 'wisdom-1', title: 'wisdom-1', object: undefined},
	];
	expect(halfDoneTo(versions, brief)).toEqual({candidate: 'wisdom-1', action: 'promote', isGone: true});
});

test('whatever somebody writes into a record, little of it is kept', () => {
	const long = 'x'.repeat(300_000);
	const hostile = [
		record([{type: 'keep-object', words: long}], {id: long, startedAt: long, words: long, results: [long]}),
		record([{type: long}], {executor: {name: long, renewedAt: long, isDaemon: true}}),
		record(Array.from({length: 10_000}, () => ({type: 'delete-version', words: long.slice(0, 50)}))),
		{...record([]), data: {rollout: long, more: long}},
	];
	for (const configMap of hostile) expect(JSON.stringify(briefRecord(configMap)).length).toBeLessThan(25_000);
});
