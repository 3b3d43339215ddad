import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {Answer} from '../testbed/api-client.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {installRouter, type Router} from './router.ts';

const ours = 'iter8.tools/finalizer';
const models = '/apis/serving.kserve.io/v1beta1/namespaces/models/inferenceservices';
const merge = {method: 'PATCH', contentType: 'application/merge-patch+json'} as const;
const jsonPatch = {method: 'PATCH', contentType: 'application/json-patch+json'} as const;

let testbed: Testbed;
let router: Router;

interface Stored {
	readonly name: string;
	/** The annotation. */
	readonly mode?: string;
	/** What KServe's status says is in force. */
	readonly inForce?: string;
	readonly predictor?: object;
	readonly finalizers?: readonly string[];
}

/** As today's KServe would store it too, the mode apart. */
const modern = {model: {modelFormat: {name: 'sklearn'}}, automountServiceAccountToken: false};
const oldForm = {sklearn: {storageUri: 'gs://models/oak'}, automountServiceAccountToken: false};
const beforeTokens = {model: {modelFormat: {name: 'sklearn'}}};

const stored: readonly Stored[] = [
	{name: 'raw', mode: 'RawDeployment', inForce: 'RawDeployment'},
	{name: 'raw-renamed', mode: 'RawDeployment', inForce: 'Standard'},
	{name: 'serverless', mode: 'Serverless', inForce: 'Serverless'},
	{name: 'standard', mode: 'Standard', inForce: 'Standard'},
	{name: 'mesh', mode: 'ModelMesh'},
	{name: 'filled-in', inForce: 'RawDeployment'},
	{name: 'knative-by-default', inForce: 'Serverless'},
	{name: 'unknown-mode'},
	{name: 'old-form', mode: 'Standard', inForce: 'Standard', predictor: oldForm},
	{name: 'before-tokens', mode: 'Standard', inForce: 'Standard', predictor: beforeTokens},
	{name: 'leaving', inForce: 'Serverless', predictor: {sklearn: {}}, finalizers: ['others.io/last', ours]},
];

beforeAll(async () => {
	testbed = await startTestbed();
	await testbed.kubectl(['create', 'namespace', 'models']);
	router = await installRouter(testbed, 'models');
	for (const each of stored) await store(each);
	await testbed.kubectl(['delete', 'inferenceservice', 'leaving', '-n', 'models', '--wait=false']);
	const defaulter = join(import.meta.dirname, 'kserve-defaulter.yaml');
	await testbed.kubectl(['apply', '-f', '-'], await readFile(defaulter, 'utf8'));
	await waitFor('the defaulter', async () => {
		const {body} = await testbed.api.call(`${models}/raw?dryRun=All`, {...merge, body: {}});
		return modeOf(body as KubeObject) === 'Standard';
	});
});
afterAll(async () => {
	router?.api.close();
	await testbed?.stop();
});

/** Stores a model as it was before the defaulter of today. */
async function store({name, mode, inForce, predictor = modern, finalizers}: Stored): Promise<void> {
	const annotations = mode === undefined ? undefined : {'serving.kserve.io/deploymentMode': mode};
	await testbed.api.expect(models, {
		method: 'POST',
		body: {
			apiVersion: 'serving.kserve.io/v1beta1',
			kind: 'InferenceService',
			metadata: {name, namespace: 'models', labels: {'iter8.tools/watch': 'true'}, annotations, finalizers},
			spec: {predictor},
		},
	});
	const status = {conditions: [{type: 'Ready', status: 'True'}], deploymentMode: inForce};
	await testbed.api.expect(`${models}/${name}/status`, {...merge, body: {status}});
}

function modeOf({metadata}: KubeObject): string | undefined {
	return metadata.annotations?.['serving.kserve.io/deploymentMode'];
}

/** The daemon's own patch (reconcile/drain/finalizer.ts), of a model without finalizers. */
async function guard(name: string): Promise<Answer> {
	const body = [
		{op: 'test', path: '/metadata/finalizers', value: null},
		{op: 'add', path: '/metadata/finalizers', value: [ours]},
	];
	return router.api.call(`${models}/${name}`, {...jsonPatch, body});
}

test('a mode that KServe renames or fills in as it is in force goes along with our finalizer, any other does not', async () => {
	const told: Record<string, unknown> = {};
	for (const {name, predictor} of stored) {
		if (predictor !== undefined) continue;
		const {code, body} = await guard(name);
		told[name] = code === 200 ? modeOf(body as KubeObject) : code;
	}

	expect(told).toEqual({
		raw: 'Standard',
		'raw-renamed': 'Standard',
		serverless: 'Knative',
		standard: 'Standard',
		mesh: 'ModelMesh',
		'filled-in': 'Standard',
		// with our finalizer these would have been moved from Knative to Standard mode (kserve/kserve#4191)
		'knative-by-default': 403,
		'unknown-mode': 403,
	});
});

test.each(['old-form', 'before-tokens'])(
	'what KServe would convert (%s) is refused with what to do, and guarded once that is done',
	async name => {
		const refused = await guard(name);
		expect(refused.code).toBe(403);
		const {message} = refused.body as {readonly message: string};
		const remedy = `kubectl patch inferenceservice ${name} -n models --type merge -p '{}'`;
		expect(message).toContain(
			`kubectl-iter8-router may add and remove the finalizer iter8.tools/finalizer of inferenceservices.serving.kserve.io and nothing else; if it asked for nothing else, KServe converts this one with every write, because an older one stored it: somebody who may change it writes it once, with ${remedy}`,
		);
		await testbed.kubectl(['patch', 'inferenceservice', name, '-n', 'models', '--type', 'merge', '-p', '{}']);
		expect((await guard(name)).code).toBe(200);
	},
);

test('a model that is being deleted is released, whatever KServe makes of it, and of nothing else', async () => {
	const path = `${models}/leaving`;
	const withStranger = [{op: 'remove', path: '/metadata/finalizers'}];
	expect((await router.api.call(path, {...jsonPatch, body: withStranger})).code).toBe(403);
	const ourLabel = {metadata: {labels: {stolen: 'x'}, finalizers: ['others.io/last']}};
	expect((await router.api.call(path, {...merge, body: ourLabel})).code).toBe(403);
	const release = [
		{op: 'test', path: '/metadata/finalizers/1', value: ours},
		{op: 'remove', path: '/metadata/finalizers/1'},
	];
	expect((await router.api.call(path, {...jsonPatch, body: release})).code).toBe(200);
	const {metadata} = (await testbed.api.expect(path)) as KubeObject;
	expect(metadata.finalizers).toEqual(['others.io/last']);
	await testbed.api.expect(path, {...merge, body: {metadata: {finalizers: null}}});
});
