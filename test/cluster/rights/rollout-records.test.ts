import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {startTestbed, type Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {configMap, keptMap, labelled, pathsOf, recordOf, withMetadata} from './rollout-objects.ts';
import {accountOf, shipped, type Router} from './router.ts';
import {ways} from './ways.ts';

const maps = pathsOf('models').ConfigMap;
/** What each may change beside ConfigMaps, of which all may do everything. */
const writers = {
	clerk: undefined,
	reader: 'get,list,watch,create,patch,delete=inferenceservices.serving.kserve.io',
	packer: 'update=deployments.apps',
	operator: 'update=inferenceservices.serving.kserve.io',
	lead: 'update=inferenceservices.serving.kserve.io,deployments.apps',
} as const;
type Writer = keyof typeof writers;

let testbed: Testbed;
const tokens = new Map<Writer, Router>();

beforeAll(async () => {
	testbed = await startTestbed();
	const {kubectl} = testbed;
	await kubectl(['create', 'namespace', 'models']);
	await kubectl(['apply', '-f', '-'], await shipped('rollouts-policy.yaml'));
	const inModels = ['-n', 'models'];
	await kubectl(['create', 'role', 'maps', ...inModels, '--verb=*', '--resource=configmaps']);
	for (const [writer, right] of Object.entries(writers) as [Writer, string | undefined][]) {
		const subject = ['--serviceaccount', `models:${writer}`];
		await kubectl(['create', 'serviceaccount', writer, ...inModels]);
		await kubectl(['create', 'rolebinding', `${writer}-maps`, ...inModels, '--role=maps', ...subject]);
		if (right !== undefined) {
			const [verbs, resource] = right.split('=');
			await kubectl(['create', 'role', writer, ...inModels, `--verb=${verbs}`, `--resource=${resource}`]);
			await kubectl(['create', 'rolebinding', writer, ...inModels, `--role=${writer}`, ...subject]);
		}

		tokens.set(writer, await accountOf(testbed, 'models', writer));
	}

	for (const object of [record('oak', 'inferenceservices'), history('oak'), tests('oak'), configMap('plain', {})])
		await create(object);
	await create(record('fir', 'deployments'));
	await waitFor('the policy', async () => (await post('clerk', history('new'))) === 403);
});
afterAll(async () => {
	for (const {api} of tokens.values()) api.close();
	await testbed?.stop();
});

function record(app: string, plural: string): KubeObject {
	return keptMap(app, 'rollout', {rollout: recordOf(plural)});
}

function history(app: string): KubeObject {
	return keptMap(app, 'history', {specs: '{}'});
}

function tests(app: string): KubeObject {
	return keptMap(app, 'tests', {tests: '{}'});
}

async function create(object: KubeObject): Promise<void> {
	await testbed.api.expect(maps, {method: 'POST', body: object});
}

function apiOf(writer: Writer): ApiClient {
	const token = tokens.get(writer);
	if (!token) throw new Error(`${writer} has no token`);
	return token.api;
}

async function post(writer: Writer, body: KubeObject): Promise<number> {
	return (await apiOf(writer).call(`${maps}?dryRun=All`, {method: 'POST', body})).code;
}

/** Codes of an attempt by each way to change an object. */
async function change(
	writer: Writer,
	name: string,
	to: (object: KubeObject) => KubeObject,
): Promise<readonly number[]> {
	const before = (await testbed.api.expect(`${maps}/${name}`)) as KubeObject;
	const codes: number[] = [];
	for (const ask of Object.values(ways)) {
		codes.push((await ask(apiOf(writer), `${maps}/${name}`, before, to(before))).code);
	}

	return codes;
}

/** One code for each of what somebody may want with records and histories; -1 where the ways to do it differ. */
async function attempts(writer: Writer): Promise<Readonly<Record<string, number>>> {
	const api = apiOf(writer);
	const remove = async (name: string): Promise<number> =>
		(await api.call(`${maps}/${name}?dryRun=All`, {method: 'DELETE'})).code;
	const same = (codes: readonly number[]): number => (new Set(codes).size === 1 ? (codes[0] ?? -1) : -1);
	const kindOf = (kind: string | undefined) => (object: KubeObject) => labelled(object, {'iter8.tools/kind': kind});
	const data = (wanted: Readonly<Record<string, string>>) => (object: KubeObject) => ({...object, data: wanted});
	return {
		'create a record': await post(writer, record('new', 'inferenceservices')),
		'create a history': await post(writer, history('new')),
		'say what was tested': await post(writer, tests('new')),
		'change what was tested': same(await change(writer, 'oak-tests', data({tests: '[]'}))),
		'change a record': same(await change(writer, 'oak-rollout', data({rollout: recordOf('inferenceservices') + ' '}))),
		'change a history': same(await change(writer, 'oak-history', data({specs: '[]'}))),
		'make a record of another ConfigMap': same(await change(writer, 'plain', kindOf('rollout'))),
		'make a history of another ConfigMap': same(await change(writer, 'plain', kindOf('history'))),
		'make tests of another ConfigMap': same(await change(writer, 'plain', kindOf('tests'))),
		// an apply takes no label away that others have put on
		'make another ConfigMap of a record': same((await change(writer, 'oak-rollout', kindOf(undefined))).slice(0, 3)),
		'make a routemap of a history': same(await change(writer, 'oak-history', kindOf('routemap'))),
		'label a record': same(await change(writer, 'oak-rollout', object => labelled(object, {more: 'x'}))),
		'own a record': same(
			await change(writer, 'oak-rollout', object =>
				withMetadata(object, {ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'plain', uid: 'x'}]}),
			),
		),
		'delete a record': await remove('oak-rollout'),
		'delete a history': await remove('oak-history'),
		'delete all records': (
			await api.call(`${maps}?dryRun=All&labelSelector=app.kubernetes.io/name%3Doak`, {method: 'DELETE'})
		).code,
	};
}

test.each(['clerk', 'reader'] as const)(
	'%s, who may write ConfigMaps and not update models, gets nothing done by records',
	async writer => {
		const codes = await attempts(writer);
		expect(Object.entries(codes).filter(([, code]) => code !== 403)).toEqual([]);
		expect(await change(writer, 'plain', object => labelled(object, {more: 'x'}))).toEqual([200, 200, 200, 200]);
	},
);

test('who may update InferenceServices may write records and histories as ever', async () => {
	const codes = await attempts('operator');
	expect(Object.entries(codes).filter(([, code]) => code >= 300)).toEqual([]);
});

test('each has that rolled out which he may change himself: Deployments, models or both', async () => {
	const models = recordOf('inferenceservices');
	const both = recordOf('deployments').replace('}]}', '},{"resource":{"plural":"inferenceservices"}}]}');
	const hide = (text: string): string => text.replace('inferences', String.raw`inf\u0065rences`);
	const records = {
		'of Deployments': recordOf('deployments'),
		'of models': models,
		'of both': both,
		'of models in escapes': hide(models),
		'of both in escapes': hide(both),
		'of a key in escapes': models.replace('"plural"', String.raw`"plur\u0061l"`),
		'of models with spaces': JSON.stringify(JSON.parse(models), undefined, 2),
		'of models by a path': recordOf('deployments/../inferenceservices'),
		'of weights': recordOf('configmaps'),
		'with words of models': recordOf('configmaps').replace('promote', 'inferenceservices, deployments, \\u001b'),
	};
	const codes: Record<string, readonly number[]> = {};
	for (const [what, rollout] of Object.entries(records)) {
		const object = keptMap('new', 'rollout', {rollout});
		codes[what] = await Promise.all((['packer', 'operator', 'lead'] as const).map(writer => post(writer, object)));
	}

	expect(codes).toEqual({
		'of Deployments': [201, 403, 201],
		'of models': [403, 201, 201],
		'of both': [403, 403, 201],
		'of models in escapes': [403, 403, 201],
		'of both in escapes': [403, 403, 201],
		'of a key in escapes': [403, 403, 201],
		'of models with spaces': [403, 201, 201],
		'of models by a path': [403, 403, 201],
		'of weights': [201, 201, 201],
		'with words of models': [201, 201, 201],
	});
	expect(await post('packer', history('new'))).toBe(201);
	expect(await post('packer', tests('new'))).toBe(201);
	const rollout = recordOf('deployments').replace('promote', 'undo');
	const to = (object: KubeObject): KubeObject => ({...object, data: {rollout}});
	expect(await change('packer', 'fir-rollout', to)).toEqual([200, 200, 200, 200]);
	expect(await change('packer', 'oak-rollout', to)).toEqual([403, 403, 403, 403]);
	expect(await change('operator', 'oak-rollout', to)).toEqual([403, 403, 403, 403]);
});

test('a refusal says which right is wanting', async () => {
	const {body} = await apiOf('clerk').call(maps, {method: 'POST', body: history('new')});
	expect((body as {readonly message: string}).message).toContain(
		'needs the right to update inferenceservices.serving.kserve.io in namespace models, and for a rollout of Deployments deployments.apps',
	);
});

test('a namespace takes its records with it, and garbage collection those of an owner', async () => {
	await testbed.kubectl(['create', 'namespace', 'leaving']);
	const there = pathsOf('leaving').ConfigMap;
	const {metadata} = (await testbed.api.expect(there, {method: 'POST', body: configMap('owner', {})})) as KubeObject;
	const owner = {apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: metadata.uid ?? ''};
	const owned = withMetadata(record('owned', 'inferenceservices'), {ownerReferences: [owner]});
	for (const body of [owned, history('oak')]) await testbed.api.expect(there, {method: 'POST', body});
	const collector = ['--as=system:serviceaccount:kube-system:generic-garbage-collector'];
	const tenant = ['--as=system:serviceaccount:leaving:default'];
	for (const as of [collector, tenant]) {
		const binding = as === collector ? 'collector' : 'tenant';
		const subject = as[0]?.replace('--as=system:serviceaccount:', '') ?? '';
		const role = [
			'create',
			'rolebinding',
			binding,
			'-n',
			'leaving',
			'--clusterrole=sweeper',
			'--serviceaccount',
			subject,
		];
		if (as === collector) {
			await testbed.kubectl(['create', 'clusterrole', 'sweeper', '--verb=get,list,delete', '--resource=configmaps']);
		}

		await testbed.kubectl(role);
	}

	const deletion = ['delete', 'configmap', 'oak-history', '-n', 'leaving'];
	await expect(testbed.kubectl([...deletion, ...tenant])).rejects.toThrow('kubectl-iter8-rollout-records');
	await testbed.kubectl([...deletion, ...collector]);
	await testbed.kubectl(['delete', 'configmap', 'owner', '-n', 'leaving', '--cascade=foreground', '--wait']);
	await testbed.kubectl(['delete', 'namespace', 'leaving', '--timeout=60s']);
});
