import type {CheckInput} from '../../source/check/check-input.ts';
import {check} from '../../source/check/check.ts';
import type {Finding} from '../../source/check/finding.ts';
import {readCheckInput} from '../../source/check/read/read-check-input.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {leases, policyBindings} from '../../source/objects/resource.ts';
import type {AppSpec} from '../../source/routing/app-spec.ts';
import {routingObjects} from '../../source/routing/routing-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {fixtures} from '../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';

export const now = new Date('2026-01-01T12:00:00Z');

/** A canary of two models in KServe's Knative mode. */
export const wisdom: AppSpec = {
	name: 'wisdom',
	namespace: 'models',
	appType: 'kserve-knative',
	mesh: 'istio',
	strategy: 'canary',
	versions: [{name: 'wisdom-0'}, {name: 'wisdom-1'}],
};

/** A model as KServe shows it when it is ready. */
export function model(name: string, mode = 'Knative', spec: object = {}): KubeObject {
	const host = `${name}-predictor.models.svc.cluster.local`;
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {
			name,
			namespace: 'models',
			creationTimestamp: '2026-01-01T10:00:00Z',
			labels: {'iter8.tools/watch': 'true'},
		},
		spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, ...spec}}},
		status: {
			conditions: [{type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T10:01:00Z'}],
			components: {predictor: {address: {url: `http://${host}`}, url: `http://${name}-predictor.models.example.com`}},
			deploymentMode: mode,
		},
	};
}

export function object(kind: string, title: string, fields: object = {}, apiVersion = 'v1'): KubeObject {
	const [namespace = '', name = ''] = title.split('/');
	return {apiVersion, kind, metadata: {name, namespace}, ...fields};
}

/** What the mesh and KServe have of their own. */
export const surroundings: readonly KubeObject[] = [
	...['knative-ingress-gateway', 'knative-local-gateway'].map(name =>
		object('Gateway', `knative-serving/${name}`, {}, 'networking.istio.io/v1beta1'),
	),
	...['knative-gateway', 'knative-local-gateway'].map(name =>
		object('Gateway', `istio-system/${name}`, {}, 'gateway.networking.k8s.io/v1'),
	),
	object('Service', 'istio-system/knative-local-gateway'),
	...['wisdom-0-predictor', 'wisdom-1-predictor', 'modelmesh-serving'].map(name => object('Service', `models/${name}`)),
];

/** A cluster in which nothing is wrong: an app, its models, the routes that a daemon wrote. */
export async function healthy(app: AppSpec = wisdom, mode = 'Knative'): Promise<MemoryCluster> {
	const {objects, routemap} = routingObjects(app);
	const models = app.versions.map(({name}) => model(name, mode));
	const cluster = createMemoryCluster([...surroundings, ...objects, ...models, routemap], {now: () => now});
	await cluster.create(policyBindings, object('ValidatingAdmissionPolicyBinding', '/kubectl-iter8-router'));
	for (const lease of fixtures('apps/lease')) await cluster.create(leases, lease);
	const weights = app.versions.map(({weight = 1}) => weight);
	await applyRoutes(cluster, 'models', `${app.name}-routemap`, weights);
	return cluster;
}

/** What a check finds in namespace `models`, without what it always says of a daemon. */
export async function findingsIn(cluster: MemoryCluster, app?: string, at = now): Promise<readonly Finding[]> {
	return findingsOf(await readCheckInput(cluster, {namespace: 'models', app}, at, new AbortController().signal));
}

/** The same of all namespaces. */
export async function findingsEverywhere(cluster: MemoryCluster): Promise<readonly Finding[]> {
	return findingsOf(await readCheckInput(cluster, {namespace: undefined}, now, new AbortController().signal));
}

function findingsOf(survey: CheckInput): readonly Finding[] {
	const turns = check(survey);
	let turn = turns.next();
	while (!turn.done) turn = turns.next();
	return turn.value.filter(({what}) => what !== 'what the daemon may do cannot be asked from here');
}

/** Findings as one line each: `broken Gateway a/b: …`. */
export function lines(findings: readonly Finding[]): readonly string[] {
	return findings.map(({severity, object: title, what}) => `${severity} ${title}: ${what}`);
}
