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
