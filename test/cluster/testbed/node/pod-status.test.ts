import {expect, test} from 'vitest';
import type {ContainerState, ContainerStatus} from './container-state.ts';
import {environmentOf} from './environment.ts';
import type {PodObject} from './pod-spec.ts';
import {podStatus, type PodFacts} from './pod-status.ts';

const running: ContainerState = {running: {startedAt: '2026-11-28T12:00:00Z'}};
const waiting: ContainerState = {waiting: {reason: 'PodInitializing'}};

function container(state: ContainerState, ready: boolean): ContainerStatus {
	return {name: 'one', image: 'i', imageID: 'i', ready, started: ready, restartCount: 0, state, lastState: {}};
}

test.each<[name: string, init: readonly ContainerStatus[], main: readonly ContainerStatus[], summary: string]>([
	['while it loads', [container(running, false)], [container(waiting, false)], 'Pending'],
	['before its containers start', [container(running, true)], [container(waiting, false)], 'Pending Initialized'],
	['before it is ready', [container(running, true)], [container(running, false)], 'Running Initialized'],
	['when it serves', [], [container(running, true)], 'Running Initialized Ready ContainersReady'],
	['when one of two does not serve', [], [container(running, true), container(running, false)], 'Running Initialized'],
])('%s a pod is so', (_, init, main, summary) => {
	const facts: PodFacts = {startTime: '2026-11-28T12:00:00Z', address: '10.244.0.2', init, main};
	const {phase, conditions} = podStatus(facts, []);
	const always = ['PodReadyToStartContainers', 'PodScheduled'];
	const isSo = conditions.filter(({type, status}) => status === 'True' && !always.includes(type));
	expect([phase, ...isSo.map(({type}) => type)].join(' ')).toBe(summary);
});

test('a condition that stays what it was keeps its time', () => {
	const facts: PodFacts = {startTime: '', address: undefined, init: [], main: [container(running, false)]};
	const before = [{type: 'Initialized', status: 'True', lastTransitionTime: 'then'} as const];
	const {conditions} = podStatus(facts, before);
	expect(conditions.filter(({lastTransitionTime}) => lastTransitionTime === 'then').map(({type}) => type)).toEqual([
		'Initialized',
	]);
});

test('variables come from the pod, and from where it runs', () => {
	const env = [
		{name: 'PLAIN', value: 'text'},
		{name: 'EMPTY'},
		{name: 'NAME', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}},
		{name: 'LABEL', valueFrom: {fieldRef: {fieldPath: "metadata.labels['app.kubernetes.io/name']"}}},
		{name: 'ADDRESS', valueFrom: {fieldRef: {fieldPath: 'status.podIP'}}},
		{name: 'NODE', valueFrom: {fieldRef: {fieldPath: 'spec.nodeName'}}},
		{name: 'LIMIT', valueFrom: {resourceFieldRef: {resource: 'limits.cpu'}}},
	];
	const labels = {'app.kubernetes.io/name': 'owl'};
	const pod: PodObject = {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name: 'owl-1', namespace: 'default', uid: 'u1', labels},
		spec: {containers: []},
	};
	const place = {address: '10.244.0.2', node: 'pods', server: 'https://10.244.0.1:6443'};
	expect(environmentOf(pod, {name: 'one', image: 'i', env}, place)).toEqual({
		HOSTNAME: 'owl-1',
		KUBERNETES_SERVICE_HOST: '10.244.0.1',
		KUBERNETES_SERVICE_PORT: '6443',
		PLAIN: 'text',
		EMPTY: '',
		NAME: 'owl-1',
		LABEL: 'owl',
		ADDRESS: '10.244.0.2',
		NODE: 'pods',
		LIMIT: '0',
	});
	const secret = [{name: 'SECRET', valueFrom: {secretKeyRef: {name: 's', key: 'k'}}}];
	expect(() => environmentOf(pod, {name: 'one', image: 'i', env: secret}, place)).toThrow(
		'variable SECRET of pod owl-1 comes from what this node does not read',
	);
});
