import {expect, test} from 'vitest';
import {describeRoute} from '../../../source/mesh/describe.ts';
import {routeOf} from '../../../source/mesh/route-of.ts';
import {fieldAt, listAt, type KubeObject} from '../../../source/objects/object.ts';
import {httpRoutes, virtualServices} from '../../../source/objects/resource.ts';
import {primary, startRollout, writesOf, type Rollout} from '../rollout.ts';

const standard = primary({annotations: {'serving.kserve.io/deploymentMode': 'Standard'}});

function deployment(name: string): readonly KubeObject[] {
	const metadata = {name, namespace: 'models', labels: {'iter8.tools/watch': 'true'}};
	return [
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata,
			spec: {},
			status: {conditions: [{type: 'Available', status: 'True'}]},
		},
		{apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: {app: name}}},
	];
}

/** Which requests go where, by the route that there is. */
function words({cluster}: Rollout): readonly string[] {
	return [virtualServices, httpRoutes].flatMap(resource => {
		const object = cluster.peek(resource, 'models', 'wisdom');
		const route = object && routeOf(object);
		return route ? [describeRoute(route)] : [];
	});
}

const knative = 'kserve in Knative mode: wisdom-0 has revisions';
const istio = 'istio: the server has VirtualServices';
const service = 'service/wisdom';
const configs = ['configmap/wisdom-0-weight-config', 'configmap/wisdom-1-weight-config'];
const routemap = 'configmap/wisdom-routemap';
const virtualService = 'virtualservice.networking.istio.io/wisdom';
const httpRoute = 'httproute.gateway.networking.k8s.io/wisdom';

test.each<[readonly string[], readonly KubeObject[], readonly string[], readonly string[], readonly string[]]>([
	[
		['--match', 'user=x', '--match', '{uri: {prefix: /v3}}'],
		[primary()],
		[knative, istio],
		[service, routemap, virtualService],
		['everything → wisdom-0'],
	],
	[
		['--strategy', 'blue-green'],
		[primary()],
		[knative, istio],
		[service, ...configs, routemap, virtualService],
		['everything → wisdom-0'],
	],
	[
		['--strategy', 'none', '--mesh', 'gateway-api'],
		[standard],
		['kserve in Standard mode: annotation on wisdom-0'],
		[service, routemap, httpRoute],
		['everything → wisdom-0'],
	],
	[
		['--strategy', 'mirror', '--model-name', 'digits', '--weights', '20'],
		[standard],
		['kserve in Standard mode: annotation on wisdom-0', istio],
		[service, configs[1] ?? '', routemap, virtualService],
		['everything → wisdom-0'],
	],
	[
		['--app-type', 'kserve-modelmesh'],
		[primary()],
		[istio],
		['gateway.networking.istio.io/mm-gateway', service, routemap, virtualService],
		['everything → wisdom-0'],
	],
	[
		['--strategy', 'blue-green', '--weights', '70,30', '--port', '8080'],
		[...deployment('wisdom-0'), ...deployment('wisdom-1')],
		['deployment: deployment.apps/wisdom-0 is there', istio],
		[service, ...configs, routemap, virtualService],
		['everything → wisdom-0 70 %, wisdom-1 30 %'],
	],
	[
		['--routes', 'iter8'],
		[primary()],
		[knative, istio],
		[service, routemap, virtualService],
		['everything → wisdom-0'],
	],
	[
		['--routes', 'iter8', '--app-type', 'deployment', '--strategy', 'blue-green'],
		[...deployment('wisdom-0'), ...deployment('wisdom-1')],
		[istio],
		['gateway.networking.istio.io/mm-gateway', service, ...configs, routemap, virtualService],
		['everything → wisdom-0 50 %, wisdom-1 50 %'],
	],
	[
		['--routes', 'iter8', '--app-type', 'kserve-modelmesh'],
		[primary()],
		[istio],
		['gateway.networking.istio.io/mm-gateway', 'serviceentry.networking.istio.io/wisdom', routemap, virtualService],
		['everything → wisdom-0'],
	],
])('init %j sets up what it says, and cleanup removes it', async (flags, objects, reasons, made, routed) => {
	const rollout = await startRollout(objects, {hasDaemon: false});
	const {run, cluster} = rollout;
	cluster.forgetCalls();
	const dry = await run('init', 'wisdom', ...flags, '--dry-run=client', '-o', 'name');
	expect(dry.stdout.trim().split('\n')).toEqual(made);
	expect(writesOf(cluster)).toEqual([]);
	const {stdout, stderr} = await run('init', 'wisdom', ...flags);
	expect(stdout.trim().split('\n')).toEqual(made.map(name => `${name} created`));
	expect(stderr.split('\n').slice(0, reasons.length)).toEqual(reasons);
	expect(words(rollout)).toEqual(routed);
	cluster.forgetCalls();
	expect((await run('init', 'wisdom', ...flags)).stdout.trim().split('\n')).toEqual(
		made.map(name => `${name} unchanged`),
	);
	expect(writesOf(cluster)).toEqual([]);
	const cleaned = (await run('cleanup', 'wisdom', '--yes', '--drain', '10ms')).stdout.split('\n');
	const deleted = cleaned.filter(line => line.endsWith(' deleted')).map(line => line.slice(0, -' deleted'.length));
	const own = made.filter(name => !name.startsWith('gateway.'));
	expect(deleted.toSorted()).toEqual(own.toSorted());
});

test.each<[readonly string[], string]>([
	[
		['--strategy', 'mirror'],
		"app wisdom cannot be routed: a mirrored copy keeps the primary's host, by which Knative finds the version, so it would reach the primary again: mirror Deployments, or InferenceServices in Standard mode that share a model name",
	],
	[
		['--match', '{uri: {exact: v2}}', '--versions', 'wisdom-0,wisdom-1', '--port', '70000'],
		'app wisdom cannot be routed: port 70000 is not a whole number from 1 to 65535; version wisdom-1, match[0]: uri exact v2 never holds: paths begin with "/"',
	],
	[['--versions', 'a,a'], 'app wisdom cannot be routed: there are two versions named a'],
	[
		['--strategy', 'blue-green', '--weights', '3000000000,1'],
		'version wisdom-0 has the weight 3000000000, which is not a whole number from 0 to 2147483647',
	],
	[
		[
			'--routes',
			'iter8',
			'--app-type',
			'kserve-standard',
			'--mesh',
			'gateway-api',
			'--strategy',
			'none',
			'--model-name',
			'x',
		],
		"Iter8's chart routing-actions had no routes for KServe in Standard mode, nor for HTTPRoutes, nor for the strategy none, nor for a shared model name: leave --routes iter8 out",
	],
])('init %j is refused before anything is changed', async (flags, message) => {
	const {run, cluster} = await startRollout([primary()], {hasDaemon: false});
	cluster.forgetCalls();
	await expect(run('init', 'wisdom', ...flags)).rejects.toThrow(message);
	expect(writesOf(cluster)).toEqual([]);
});

const remedy =
	'remove it first with "kubectl iter8 cleanup wisdom -n models", which leaves the versions; requests to wisdom are not answered then until init has run again';

test.each<[readonly string[], string]>([
	[
		['--versions', 'wisdom-0,wisdom-2'],
		`configmap/wisdom-routemap exists and has other versions (wisdom-0, wisdom-1, not wisdom-0, wisdom-2): ${remedy}`,
	],
	[['--match', 'traffic=beta'], `configmap/wisdom-routemap exists and makes other routes than these: ${remedy}`],
	[
		['--strategy', 'blue-green', '--weights', '90,10', '--gateway', 'a/b'],
		`configmap/wisdom-routemap exists and is of the strategy canary, not blue-green: ${remedy}`,
	],
	[['--routes', 'iter8'], `configmap/wisdom-routemap exists and makes other routes than these: ${remedy}`],
	[
		['--strategy', 'none', '--versions', 'wisdom-0,wisdom-1'],
		`configmap/wisdom-routemap exists and is of the strategy canary, not none: ${remedy}`,
	],
])('what init %j would make of a canary that is there is refused, with what to do', async (flags, message) => {
	const {run, cluster} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	cluster.forgetCalls();
	await expect(run('init', 'wisdom', ...flags)).rejects.toThrow(message);
	expect(writesOf(cluster)).toEqual([]);
});

test.each<[readonly string[], string]>([
	[
		['--mesh', 'gateway-api'],
		'no request reaches HTTPRoute wisdom, since none of its Gateways exists (istio-system/knative-gateway, istio-system/knative-local-gateway)',
	],
	[['--gateway', 'a/b'], 'no request reaches VirtualService wisdom, since its Gateway does not exist (a/b)'],
])('init %j warns of a way in that leads nowhere', async (flags, warning) => {
	const {run} = await startRollout([primary()], {hasDaemon: false});
	expect((await run('init', 'wisdom', ...flags)).stderr).toContain(
		`Warning: ${warning}: create one, or name another with --gateway\n`,
	);
});

test('weights that init does not name stay, others are for the verb weights', async () => {
	const {run} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom', '--strategy', 'blue-green', '--weights', '90,10');
	expect((await run('init', 'wisdom', '--strategy', 'blue-green')).stderr).not.toContain('Warning');
	await expect(run('init', 'wisdom', '--strategy', 'blue-green', '--weights', '80,20')).rejects.toThrow(
		'configmap/wisdom-routemap exists and has other weights: change them with "kubectl iter8 weights wisdom 80 20 -n models"',
	);
});

test('an app that is routed otherwise is told from a Service that is somebody else’s', async () => {
	const {run, cluster} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	cluster.forgetCalls();
	const {stderr} = await run('init', 'wisdom', '--app-type', 'kserve-standard', '--dry-run=client');
	expect(stderr).toContain(`Warning: configmap/wisdom-routemap stays in force as it is`);
	expect(writesOf(cluster)).toEqual([]);
});

test("Iter8's own routes stay where nothing else is asked for", async () => {
	const {run, cluster, route} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom', '--routes', 'iter8');
	cluster.forgetCalls();
	const {stdout, stderr} = await run('init', 'wisdom');
	expect(stdout).toBe(`${service} unchanged\n${routemap} unchanged\n${virtualService} unchanged\n`);
	expect(stderr).toContain(
		`Warning: configmap/wisdom-routemap stays in force as it is, with other routes than init would make now; for those ${remedy}\n`,
	);
	expect(writesOf(cluster)).toEqual([]);
	expect(listAt(route(), 'spec', 'http').map(rule => fieldAt(rule, 'name'))).toEqual(['wisdom-0']);
});

test('a server-side dry run asks the server about each object and stores none', async () => {
	const {run, cluster, service: peek} = await startRollout([primary()], {hasDaemon: false});
	cluster.forgetCalls();
	expect((await run('init', 'wisdom', '--dry-run=server')).stdout).toBe(
		[service, routemap, virtualService].map(name => `${name} created (server dry run)\n`).join(''),
	);
	expect(writesOf(cluster)).toEqual([
		'apply services models/wisdom',
		'apply configmaps models/wisdom-routemap',
		'apply virtualservices models/wisdom',
	]);
	expect(peek('wisdom')).toBeUndefined();
});
