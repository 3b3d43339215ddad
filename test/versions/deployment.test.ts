import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/objects/object.ts';
import {deploymentKind} from '../../source/versions/deployment.ts';

/** Its selector names `tier` by an expression, and its Service selects by `run`. */
const primary: KubeObject = {
	apiVersion: 'apps/v1',
	kind: 'Deployment',
	metadata: {name: 'shop-0', namespace: 'models'},
	spec: {
		replicas: 2,
		selector: {matchLabels: {app: 'shop'}, matchExpressions: [{key: 'tier', operator: 'In', values: ['web']}]},
		template: {
			metadata: {labels: {app: 'shop', tier: 'web', run: 'shop', team: 'blue'}},
			spec: {
				containers: [
					{name: 'shop', image: 'shop:1'},
					{name: 'proxy', image: 'proxy:1'},
				],
			},
		},
	},
};

const wanted = {
	app: 'shop',
	name: 'shop-1',
	namespace: 'models',
	from: primary,
	storageUri: undefined,
	image: 'shop:2',
	version: 'v1',
	podSelector: {run: 'shop'},
};

test("neither the primary's Deployment nor its Service selects a candidate's pods, and its own select them", () => {
	const own = {tier: 'shop-1', run: 'shop-1', 'iter8.tools/deployment': 'shop-1'};
	expect(deploymentKind.candidate(wanted)['spec']).toEqual({
		replicas: 2,
		selector: {matchLabels: own},
		template: {
			metadata: {labels: {team: 'blue', ...own}},
			spec: {
				containers: [
					{name: 'shop', image: 'shop:2'},
					{name: 'proxy', image: 'proxy:1'},
				],
			},
		},
	});
});

test('a promoted Deployment keeps its selector and the labels by which its pods are selected', () => {
	const candidate = deploymentKind.candidate(wanted);
	expect(deploymentKind.promotedSpec(primary, candidate['spec'])).toEqual({
		...(primary['spec'] as object),
		template: {
			metadata: {labels: {app: 'shop', tier: 'web', run: 'shop', team: 'blue'}},
			spec: {
				containers: [
					{name: 'shop', image: 'shop:2'},
					{name: 'proxy', image: 'proxy:1'},
				],
			},
		},
	});
});

test('a Deployment gets an earlier spec of its own back as it was', () => {
	expect(deploymentKind.promotedSpec(primary, primary['spec'])).toEqual(primary['spec']);
});

test('the first version is made as its file says, so that its Service finds its pods', () => {
	const {podSelector: _, ...first} = wanted;
	expect(deploymentKind.candidate({...first, name: 'shop-0', image: undefined, isFirst: true})['spec']).toEqual(
		primary['spec'],
	);
});

function deployment(revision: string, generation: number, observedGeneration: number): KubeObject {
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {
			name: 'shop-0',
			namespace: 'shops',
			uid: 'a',
			generation,
			annotations: {'deployment.kubernetes.io/revision': revision},
		},
		spec: {replicas: 1},
		status: {observedGeneration, replicas: 1, updatedReplicas: 1, availableReplicas: 1},
	};
}

test('a Deployment serves its replaced spec when its controller has taken that up and all pods are of it', () => {
	const served = (object: KubeObject) => ({object, workloads: []});
	const before = deploymentKind.mark(served(deployment('1', 1, 1)));
	const awaited = [deployment('1', 2, 1), deployment('2', 2, 2)].map(object =>
		deploymentKind.servesReplacement(served(object), before),
	);
	expect(awaited).toEqual(['Deployment shop-0 has not taken up its new spec yet', true]);
});

test('a pause of the primary, or of a candidate, is of the moment: neither a candidate nor a promoted spec takes it along', () => {
	const paused = {...primary, spec: {...(primary['spec'] as object), paused: true}};
	expect(deploymentKind.candidate({...wanted, from: paused})['spec']).toEqual(deploymentKind.candidate(wanted)['spec']);
	expect(deploymentKind.promotedSpec(primary, paused['spec'])).toEqual(primary['spec']);
});
