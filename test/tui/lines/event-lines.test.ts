import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {happenings} from '../../../source/tui/lines/event-lines.ts';
import {runOf} from '../screens/model.ts';

const wisdom = {namespace: 'models', name: 'wisdom'};

function event(fields: Readonly<Record<string, unknown>>): KubeObject {
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name: 'e', namespace: 'models', creationTimestamp: '2026-01-01T11:00:00Z'},
		...fields,
	};
}

test.each([
	[
		{
			involvedObject: {name: 'wisdom-1'},
			reason: 'Unhealthy',
			message: 'probe failed',
			type: 'Warning',
			count: 3,
			lastTimestamp: '2026-01-01T11:58:00Z',
		},
		{at: new Date('2026-01-01T11:58:00Z'), words: 'wisdom-1 Unhealthy probe failed (3×)', tone: 'bad'},
	],
	[
		{
			regarding: {name: 'wisdom'},
			reason: 'RouteApplied',
			note: 'weights 1 and 0',
			type: 'Normal',
			lastTimestamp: null,
			eventTime: '2026-01-01T11:57:00.000000Z',
			series: {count: 2},
		},
		{at: new Date('2026-01-01T11:57:00Z'), words: 'wisdom RouteApplied weights 1 and 0 (2×)', tone: undefined},
	],
	[
		{
			regarding: {kind: 'ConfigMap', name: 'wisdom-routemap'},
			reason: 'RouteApplied',
			note: 'virtualservice.networking.istio.io/wisdom: everything → wisdom-0',
		},
		{
			at: new Date('2026-01-01T11:00:00Z'),
			words: 'RouteApplied virtualservice/wisdom: everything → wisdom-0',
			tone: undefined,
		},
	],
	[{}, {at: new Date('2026-01-01T11:00:00Z'), words: '', tone: undefined}],
])('the Event %j happened as %j', (fields, happening) => {
	expect(happenings([event(fields)], [], wisdom)).toEqual([happening]);
});

test('what was done to the app from here is among it, by time', () => {
	const runs = [
		runOf({status: 'failed', error: 'no', finishedAt: new Date('2026-01-01T11:59:30Z')}),
		runOf({app: {namespace: 'models', name: 'owl'}}),
	];
	const seen = event({reason: 'RouteApplied', lastTimestamp: '2026-01-01T11:59:10Z'});
	expect(happenings([seen], runs, wisdom).map(({words, tone}) => [words, tone])).toEqual([
		['promote wisdom-1 of wisdom: failed: no', 'bad'],
		['RouteApplied', undefined],
		['promote wisdom-1 of wisdom: started from here', undefined],
	]);
});

test('events of one second have the order in which they were written, and what came of an action stands between its start and its end', () => {
	const written = (reason: string, resourceVersion: string): KubeObject =>
		event({
			reason,
			lastTimestamp: '2026-01-01T11:59:10Z',
			metadata: {name: reason, namespace: 'models', resourceVersion},
		});
	const run = runOf({
		status: 'done',
		startedAt: new Date('2026-01-01T11:59:10.300Z'),
		finishedAt: new Date('2026-01-01T11:59:10.700Z'),
	});
	const events = [written('Second', '100'), written('First', '99'), written('Third', '101')];
	expect(happenings(events, [run], wisdom).map(({words}) => words)).toEqual([
		'promote wisdom-1 of wisdom: done',
		'Third',
		'Second',
		'First',
		'promote wisdom-1 of wisdom: started from here',
	]);
});
