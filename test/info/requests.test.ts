import {expect, test} from 'vitest';
import {describeApps} from '../../source/info/describe-apps.ts';
import type {ResourceReference} from '../../source/routemap/routemap.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import {inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

const now = new Date('2026-01-01T12:00:00Z');
const gateway = 'knative-local-gateway.istio-system.svc.cluster.local';

type Rule = Readonly<Record<string, unknown>>;

/** What `status` says of the requests that each version gets under these rules of a VirtualService. */
async function requestsUnder(
	http: readonly Rule[],
	versions: readonly Partial<ResourceReference>[] = [{name: 'elm-0'}, {name: 'elm-1'}],
	spec: Rule = {},
): Promise<readonly string[]> {
	const template = JSON.stringify({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'elm'},
		spec: {hosts: ['elm', 'elm.models'], http, ...spec},
	});
	const resources = versions.map(version => ({gvrShort: 'isvc', ...version}));
	const strSpec = JSON.stringify({
		versions: resources.map(resource => ({resources: [resource]})),
		routingTemplates: {own: {gvrShort: 'vs', template}},
	});
	const models = resources.map(({name = '', namespace = 'models'}) => inferenceService(name, undefined, {namespace}));
	const cluster = createMemoryCluster([routemapConfigMap('elm-routemap', strSpec), ...models]);
	await applyRoutes(
		cluster,
		'models',
		'elm-routemap',
		versions.map(() => 1),
	);
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	const [app] = describeApps(snapshot, now);
	return app?.versions.map(({title, requests}) => `${title}: ${requests}`) ?? [];
}

const hostOf = (version: string, namespace = 'models'): string => `${version}-predictor.${namespace}.svc.cluster.local`;
const toHost = (host: string, rest: Rule = {}): Rule => ({
	destination: {host: gateway},
	headers: {request: {set: {Host: host}}},
	...rest,
});
const match = [{headers: {traffic: {exact: 'test'}}}];

test('the Host that a destination sets names the version', async () => {
	expect(await requestsUnder([{match, route: [toHost(hostOf('elm-1'))]}, {route: [toHost(hostOf('elm-0'))]}])).toEqual([
		'elm-0: everything else',
		'elm-1: traffic: test',
	]);
	const split = [toHost(hostOf('elm-0'), {weight: 3}), toHost(hostOf('elm-1'), {weight: 1})];
	expect(await requestsUnder([{route: split}])).toEqual(['elm-0: everything (75 %)', 'elm-1: everything (25 %)']);
});

test.each([
	['the rule', {headers: {request: {set: {Host: hostOf('elm-1')}}}, route: [{destination: {host: gateway}}]}],
	['a rewrite', {rewrite: {authority: hostOf('elm-1')}, route: [{destination: {host: gateway}}]}],
	['the destination itself, by a short name', {route: [{destination: {host: 'elm-1-predictor'}}]}],
])('the Host is one of %s', async (_, rule) => {
	expect(await requestsUnder([rule])).toEqual(['elm-0: none', 'elm-1: everything']);
});

test('a header of the first pass leads to the rule of the second, which a Host tells', async () => {
	const branch = (value: string): Rule => ({
		match: [{headers: {branch: {exact: value}}}],
		route: [toHost(hostOf(`elm-${value}`))],
	});
	const shares = ['0', '1'].map(value => ({
		destination: {host: gateway},
		weight: 50,
		headers: {request: {set: {branch: value, Host: 'elm.models'}}},
	}));
	expect(await requestsUnder([branch('0'), branch('1'), {route: shares}])).toEqual([
		'elm-0: everything (50 %)',
		'elm-1: everything (50 %)',
	]);
});

test('versions of one name in two namespaces are told apart', async () => {
	const versions = [{name: 'elm'}, {name: 'elm', namespace: 'green'}];
	const rules = [{match, route: [toHost(hostOf('elm', 'green'))]}, {route: [toHost(hostOf('elm'))]}];
	expect(await requestsUnder(rules, versions)).toEqual(['models/elm: everything else', 'green/elm: traffic: test']);
});

test('an aborted share reaches nobody', async () => {
	const abort = (value: number): Rule => ({fault: {abort: {percentage: {value}, httpStatus: 403}}});
	const route = [toHost(hostOf('elm-0'))];
	expect(await requestsUnder([{...abort(30), route}])).toEqual(['elm-0: everything (70 %)', 'elm-1: none']);
	expect(await requestsUnder([{...abort(100), route}])).toEqual(['elm-0: none', 'elm-1: none']);
});

test.each([
	[{delegate: {name: 'other'}}, {}],
	[{novelty: true}, {}],
	[{}, {tls: []}],
])('of a route that is not followed nothing is said: %j %j', async (rule, spec) => {
	const rules = [{...rule, route: [toHost(hostOf('elm-0'))]}];
	expect(await requestsUnder(rules, undefined, spec)).toEqual(['elm-0: unknown', 'elm-1: unknown']);
});
