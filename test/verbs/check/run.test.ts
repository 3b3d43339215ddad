import {expect, test} from 'vitest';
import {inferenceServices, leases, services, virtualServices} from '../../../source/objects/resource.ts';
import * as check from '../../../source/verbs/check/run.ts';
import {healthy} from '../../check/healthy.ts';
import {routemapConfigMap} from '../../helpers/app-objects.ts';
import {applyRoutes} from '../../helpers/apply-routes.ts';
import type {MemoryCluster} from '../../helpers/memory-cluster.ts';
import {present} from '../../helpers/present.ts';
import {runCommand} from '../../helpers/run-command.ts';

const run = (cluster: MemoryCluster, ...argv: readonly string[]) => runCommand(check, ['check', ...argv], {cluster});

test('when nothing is wrong it says what it looked at', async () => {
	expect(await run(await healthy())).toEqual({
		stdout: `\
note: daemon iter8-7f9c: what the daemon may do cannot be asked from here
  ask with kubectl auth can-i --list --as its user, who needs the role in plugin/manifests/daemon-role.yaml

1 app checked: nothing is wrong with kinds, permissions, controllers at work, rollouts by the daemon, apps without a routemap, routemaps, what Envoy refuses, owners of routes, watch labels, weights, state of routes, gateways, hosts claimed twice, apps' Services, versions' hosts, model names, canaryTrafficPercent and finalizers; 1 note
`,
		stderr: '',
		exitCode: undefined,
	});
});

test('what is broken comes first, each with what to do, and makes the exit code 1', async () => {
	const cluster = await healthy();
	await cluster.delete(leases, 'models', 'kubectl-iter8');
	await cluster.delete(services, 'istio-system', 'knative-local-gateway');
	expect(await run(cluster, 'wisdom')).toEqual({
		stdout: `\
broken: VirtualService models/wisdom: it sends requests to Service istio-system/knative-local-gateway, which does not exist
  create the Service, or have the routing template name one that exists

warning: daemon: no daemon is running: routes do not follow the versions
  to start one: kubectl iter8 watch -n models

1 app checked: 1 broken, 1 warning
`,
		stderr: '',
		exitCode: 1,
	});
});

test('warnings alone leave the exit code 0, and a state of an app in which something is to be done makes it 1', async () => {
	const cluster = await healthy();
	const primary = present(cluster.peek(inferenceServices, 'models', 'wisdom-0'));
	const {predictor} = primary['spec'] as {readonly predictor: object};
	cluster.put({...primary, spec: {predictor: {...predictor, canaryTrafficPercent: 10}}});
	const {stdout, exitCode} = await run(cluster);
	expect(stdout).toContain('\n1 app checked: 1 warning, 1 note\n');
	expect(exitCode).toBeUndefined();
	const differing = await healthy();
	await applyRoutes(differing, 'models', 'wisdom-routemap', [1, 0]);
	const found = await run(differing);
	expect(found.stdout).toContain('\n1 app checked: 1 warning, 1 note\n');
	expect(found.exitCode).toBe(1);
});

test('JSON is a list of findings', async () => {
	const cluster = await healthy();
	await cluster.delete(leases, 'models', 'kubectl-iter8');
	const {stdout} = await run(cluster, '-A', '-o', 'json');
	expect(JSON.parse(stdout)).toMatchObject({
		kind: 'FindingList',
		apps: 1,
		items: [
			{
				severity: 'warning',
				object: 'daemon',
				what: 'no daemon is running: routes do not follow the versions',
				todo: 'to start one: kubectl iter8 watch -A',
				state: 'no-daemon',
			},
		],
	});
});

test('it writes nothing', async () => {
	const cluster = await healthy();
	cluster.forgetCalls();
	await run(cluster);
	const verbs = new Set(cluster.calls.map(call => call.replace(/ .*/, '')));
	expect([...verbs].toSorted()).toEqual(['create', 'get', 'list']);
	expect(cluster.calls.filter(call => call.startsWith('create ') && !call.includes('accessreviews'))).toEqual([]);
});

test('an app that there is not is an error, as is an app in all namespaces', async () => {
	const cluster = await healthy();
	await expect(run(cluster, 'lion')).rejects.toThrow('no app lion in namespace models');
	await expect(run(cluster, 'lion', '-A')).rejects.toThrow('APP cannot be given with --all-namespaces');
});

test('text from the cluster cannot drive the terminal', async () => {
	const cluster = await healthy();
	const route = await cluster.get(virtualServices, 'models', 'wisdom');
	cluster.put({...route, spec: {...(route['spec'] as object), gateways: ['models/\u001B[2J']}});
	expect((await run(cluster)).stdout).toContain('Gateway models/\\x1b[2J, which does not exist');
});

const hog =
	'versions: [{resources: [{gvrShort: isvc, name: wisdom-0}]}, {resources: [{gvrShort: isvc, name: wisdom-1}]}]\n' +
	"routingTemplates: {t: {gvrShort: vs, template: '{{range 9999999}}{{$x := print $ $}}{{end}}'}}";

test('a routemap that takes too long to render is told, and how far it was tried', async () => {
	const cluster = await healthy();
	cluster.put(routemapConfigMap('hog-routemap', hog));
	const {stdout} = await run(cluster, 'hog');
	expect(stdout).toContain(
		'warning: ConfigMap models/hog-routemap: it takes too long to render: only 1 of the 3 weight vectors that can occur were tried\n' +
			'  make its routing templates shorter, or loop less in them\n',
	);
	expect(stdout).toMatch(/broken: ConfigMap models\/hog-routemap: routing template t fails: .* exceeded 25000 steps/);
});

test('a signal ends it between two routemaps', async () => {
	const cluster = await healthy();
	for (let index = 0; index < 40; index++) cluster.put(routemapConfigMap(`hog-${index}-routemap`, hog));
	const stopping = new AbortController();
	cluster.onCall = call => {
		if (call.startsWith('create ')) setImmediate(() => stopping.abort());
	};
	await expect(runCommand(check, ['check'], {cluster, signal: stopping.signal})).rejects.toThrow('aborted');
});
