import {expect, test} from 'vitest';
import {modelNames} from '../../source/check/model-names.ts';
import {readCheckInput} from '../../source/check/read/read-check-input.ts';
import {inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {now} from './healthy.ts';

/** What is found of a model that serves under a name, where its route writes a path. */
async function findings(name: string, uri: string): Promise<readonly string[]> {
	const headers = {response: {set: {'app-version': 'owl-0'}}};
	const template = {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'owl'},
		spec: {
			hosts: ['owl.models'],
			http: [{rewrite: {uri}, route: [{destination: {host: 'owl-0-predictor'}, headers}]}],
		},
	};
	const strSpec = JSON.stringify({
		versions: [{resources: [{gvrShort: 'isvc', name: 'owl-0'}]}],
		routingTemplates: {owl: {gvrShort: 'vs', template: JSON.stringify(template)}},
	});
	const model = inferenceService('owl-0');
	const cluster = createMemoryCluster([
		routemapConfigMap('owl-routemap', strSpec),
		{...model, spec: {predictor: {model: {args: [`--model_name=${name}`]}}}},
	]);
	await applyRoutes(cluster, 'models', 'owl-routemap', [1]);
	const input = await readCheckInput(cluster, {namespace: 'models'}, now, new AbortController().signal);
	return modelNames(input).map(({severity, what}) => `${severity}: ${what}`);
}

test.each([
	['owl', '/v2/models/owl/infer'],
	['owl', '/v1/models/owl:predict'],
	['org/owl-8b', '/v2/models/org/owl-8b/infer'],
])('a name that a route writes as the model has it is none to tell of: %s in %s', async (name, uri) => {
	expect(await findings(name, uri)).toEqual([]);
});

test.each([
	['owl', '/v2/models/owl-8b/infer', 'owl-8b'],
	['org/owl', '/v2/models/org/infer', 'org'],
])('another one is: %s in %s', async (name, uri, written) => {
	expect(await findings(name, uri)).toEqual([
		`broken: VirtualService models/owl asks it for model ${written}, and it serves ${name}`,
	]);
});
