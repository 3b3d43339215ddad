import {expect, test} from 'vitest';
import {describePod, type PodInfo} from '../../source/info/describe-pod.ts';
import type {KubeObject} from '../../source/objects/object.ts';

function pod(status: object, spec: object = {containers: [{name: 'kserve-container'}]}): KubeObject {
	return {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'pod', namespace: 'models'}, spec, status};
}

const server = (state: object, more: object = {}) => ({name: 'kserve-container', state, ready: false, ...more});
const withFetcher = {
	initContainers: [{name: 'storage-initializer'}],
	containers: [{name: 'queue-proxy'}, {name: 'kserve-container'}],
};
const waits = server({waiting: {reason: 'PodInitializing'}});

/** What is told, and of which container the log is shown. */
const told = ({word, tone, ready, containers, restarts, reason, container}: PodInfo) =>
	`${word} (${tone}) ${ready}/${containers}, ${restarts} restarts, log of ${container}${reason === '' ? '' : `: ${reason}`}`;

test.each([
	[
		'one that serves',
		pod({phase: 'Running', containerStatuses: [server({running: {}}, {ready: true})]}),
		'Running (good) 1/1, 0 restarts, log of kserve-container',
	],
	[
		'one that is not ready yet',
		pod({phase: 'Running', containerStatuses: [server({running: {}}, {restartCount: 2})]}),
		'Running (waiting) 0/1, 2 restarts, log of kserve-container',
	],
	[
		'one that no node has room for',
		pod({
			phase: 'Pending',
			conditions: [
				{
					type: 'PodScheduled',
					status: 'False',
					reason: 'Unschedulable',
					message: '0/3 nodes are available: 3 Insufficient nvidia.com/gpu.',
				},
			],
		}),
		'Pending (waiting) 0/1, 0 restarts, log of kserve-container: 0/3 nodes are available: 3 Insufficient nvidia.com/gpu.',
	],
	[
		'one that fetches its model',
		pod(
			{
				phase: 'Pending',
				initContainerStatuses: [{name: 'storage-initializer', state: {running: {}}}],
				containerStatuses: [waits],
			},
			withFetcher,
		),
		'Init:0/1 (waiting) 0/2, 0 restarts, log of storage-initializer',
	],
	[
		'one whose model is not there, in the words of who looked for it',
		pod(
			{
				phase: 'Pending',
				initContainerStatuses: [
					{
						name: 'storage-initializer',
						restartCount: 3,
						state: {waiting: {reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container'}},
						lastState: {terminated: {exitCode: 1, reason: 'Error', message: 'no such bucket\n'}},
					},
				],
				containerStatuses: [waits],
			},
			withFetcher,
		),
		'Init:CrashLoopBackOff (bad) 0/2, 3 restarts, log of storage-initializer: no such bucket',
	],
	[
		'one beside a proxy',
		pod(
			{
				phase: 'Running',
				initContainerStatuses: [{name: 'storage-initializer', state: {terminated: {exitCode: 0, reason: 'Completed'}}}],
				containerStatuses: [
					{name: 'queue-proxy', ready: true, state: {running: {}}},
					server({running: {}}, {ready: true}),
				],
			},
			withFetcher,
		),
		'Running (good) 2/2, 0 restarts, log of kserve-container',
	],
	[
		'one that ran out of memory',
		pod({
			phase: 'Running',
			containerStatuses: [
				server(
					{waiting: {reason: 'CrashLoopBackOff'}},
					{restartCount: 5, lastState: {terminated: {reason: 'OOMKilled', exitCode: 137}}},
				),
			],
		}),
		'CrashLoopBackOff (bad) 0/1, 5 restarts, log of kserve-container: container kserve-container ended with OOMKilled, exit code 137',
	],
	[
		'one whose image is not there',
		pod({
			phase: 'Pending',
			containerStatuses: [server({waiting: {reason: 'ImagePullBackOff', message: 'Back-off pulling image "x"'}})],
		}),
		'ImagePullBackOff (bad) 0/1, 0 restarts, log of kserve-container: Back-off pulling image "x"',
	],
	[
		'one with a sidecar that has started',
		pod(
			{
				phase: 'Running',
				initContainerStatuses: [
					{name: 'istio-proxy', started: true, ready: true, restartCount: 2, state: {running: {}}},
				],
				containerStatuses: [server({running: {}}, {ready: true})],
			},
			{initContainers: [{name: 'istio-proxy', restartPolicy: 'Always'}], containers: [{name: 'kserve-container'}]},
		),
		'Running (good) 2/2, 2 restarts, log of kserve-container',
	],
	[
		'one that a gate keeps from being scheduled',
		pod({phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', reason: 'SchedulingGated'}]}),
		'SchedulingGated (waiting) 0/1, 0 restarts, log of kserve-container',
	],
	[
		'one whose init container ran before and is restarted: that no longer counts, nor what it did before',
		pod(
			{
				phase: 'Running',
				conditions: [{type: 'Initialized', status: 'True'}],
				initContainerStatuses: [{name: 'storage-initializer', restartCount: 3, state: {running: {}}}],
				containerStatuses: [server({waiting: {reason: 'CrashLoopBackOff'}}, {restartCount: 1})],
			},
			withFetcher,
		),
		'CrashLoopBackOff (bad) 0/2, 1 restarts, log of kserve-container',
	],
	[
		'one of two containers that is done, while the pod is not ready',
		pod({
			phase: 'Running',
			containerStatuses: [
				{name: 'job', state: {terminated: {exitCode: 0, reason: 'Completed'}}},
				server({running: {}}, {ready: true}),
			],
		}),
		'NotReady (bad) 1/1, 0 restarts, log of kserve-container',
	],
	[
		'one that was evicted',
		pod({phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.'}),
		'Evicted (bad) 0/1, 0 restarts, log of kserve-container',
	],
	['one of which nothing is said', pod({}, {}), 'Unknown (bad) 0/0, 0 restarts, log of '],
])('%s', (_, object, expected) => {
	expect(told(describePod(object))).toBe(expected);
});

test('one that is being deleted', () => {
	const object = pod({phase: 'Running', containerStatuses: [server({running: {}}, {ready: true})]});
	const leaving = {...object, metadata: {...object.metadata, deletionTimestamp: '2026-01-01T12:00:00Z'}};
	expect(told(describePod(leaving))).toBe('Terminating (waiting) 1/1, 0 restarts, log of kserve-container');
});

test.each([
	['on a node that is lost', {phase: 'Running', reason: 'NodeLost'}, 'Unknown'],
	[
		'after its end',
		{phase: 'Succeeded', containerStatuses: [server({terminated: {exitCode: 0, reason: 'Completed'}})]},
		'Completed',
	],
])('one that is being deleted %s', (_, status, word) => {
	const object = pod(status);
	const leaving = {...object, metadata: {...object.metadata, deletionTimestamp: '2026-01-01T12:00:00Z'}};
	expect(describePod(leaving).word).toBe(word);
});
