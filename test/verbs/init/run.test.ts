import {expect, test} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {resourceOf} from '../../../source/actions/resource-of.ts';
import {fieldAt, type KubeObject} from '../../../source/objects/object.ts';
import {httpRoutes, virtualServices} from '../../../source/objects/resource.ts';
import {eventually} from '../../helpers/eventually.ts';
import {primary, startRollout, writesOf} from '../rollout.ts';

test('init makes Service, routemap and route, and a second init changes nothing', async () => {
	const {run, cluster, route, service} = await startRollout([primary()]);
	const {stdout, stderr} = await run('init', 'wisdom');
	expect(stdout).toBe(
		'service/wisdom created\nconfigmap/wisdom-routemap created\nvirtualservice.networking.istio.io/wisdom created\n',
	);
	expect(stderr).toMatch(/^kserve in Knative mode: wisdom-0 has revisions\nistio: the server has VirtualServices\n/);
	expect(fieldAt(service('wisdom'), 'spec')).toEqual({
		type: 'ExternalName',
		externalName: 'knative-local-gateway.istio-system.svc.cluster.local',
		sessionAffinity: 'None',
	});
	expect(fieldAt(route(), 'spec', 'hosts')).toEqual([
		'wisdom.models',
		'wisdom.models.svc',
		'wisdom.models.svc.cluster.local',
	]);
	const before = route()?.metadata.resourceVersion;
	cluster.forgetCalls();
	expect((await run('init', 'wisdom')).stdout).toBe(
		'service/wisdom unchanged\nconfigmap/wisdom-routemap unchanged\nvirtualservice.networking.istio.io/wisdom unchanged\n',
	);
	expect(writesOf(cluster)).toEqual([]);
	expect(route()?.metadata.resourceVersion).toBe(before);
});

test('without a daemon init writes the route itself, for the versions that serve now', async () => {
	const candidate = {...primary(), metadata: {...primary().metadata, name: 'wisdom-1'}};
	const {run, route, isvc} = await startRollout([primary(), candidate], {hasDaemon: false});
	await run('init', 'wisdom');
	const rules = fieldAt(route(), 'spec', 'http') as readonly {name: string}[];
	expect(rules.map(({name}) => name)).toEqual(['wisdom-1-infer', 'wisdom-1', 'wisdom-0-infer', 'wisdom-0']);
	expect(isvc('wisdom-1')?.metadata.finalizers).toEqual(['iter8.tools/finalizer']);
	expect(route()?.metadata.managedFields?.map(({manager, operation}) => `${manager} ${operation}`)).toEqual([
		'iter8-controller Apply',
	]);
});

test("what is printed to be applied has no route: that is the routemap's, and a daemon makes it", async () => {
	const {run} = await startRollout([primary()]);
	const {stdout} = await run('init', 'wisdom', '--dry-run=client', '-o', 'yaml');
	expect(stdout.match(/^kind: .*/gm)).toEqual(['kind: Service', 'kind: ConfigMap']);
});

test('what init prints and kubectl applies is an app whose route follows its versions', async () => {
	const {run, cluster, route} = await startRollout([primary()]);
	const {stdout} = await run('init', 'wisdom', '--dry-run=client', '-o', 'yaml');
	for (const document of parseAllDocuments(stdout)) {
		const object = document.toJS() as KubeObject;
		await cluster.create(resourceOf(object), object, {fieldManager: 'kubectl-client-side-apply'});
	}

	await eventually(() => expect(JSON.stringify(route())).toContain('wisdom-0'));
	cluster.put({...primary(), metadata: {...primary().metadata, name: 'wisdom-1'}});
	await eventually(() => expect(JSON.stringify(route())).toContain('wisdom-1'));
});

test('a client dry run prints what kubectl can apply and changes nothing', async () => {
	const {run, cluster, service} = await startRollout([primary()]);
	cluster.forgetCalls();
	const {stdout} = await run('init', 'wisdom', '--dry-run=client', '-o', 'name');
	expect(stdout).toBe('service/wisdom\nconfigmap/wisdom-routemap\nvirtualservice.networking.istio.io/wisdom\n');
	expect(service('wisdom')).toBeUndefined();
	expect(writesOf(cluster)).toEqual([]);
});

test.each([
	[
		'a Service that is no ExternalName',
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {name: 'wisdom', namespace: 'models', labels: {'app.kubernetes.io/managed-by': 'Helm'}},
			spec: {},
		},
		'service/wisdom exists and is a Service of type ClusterIP managed by Helm: choose another app name, or remove it',
	],
	[
		"a ConfigMap of the routemap's name",
		{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'wisdom-routemap', namespace: 'models'}, data: {}},
		'configmap/wisdom-routemap exists and is no routemap: choose another app name, or remove it',
	],
	[
		'a VirtualService with one of the hosts',
		{
			apiVersion: 'networking.istio.io/v1beta1',
			kind: 'VirtualService',
			metadata: {name: 'oracle', namespace: 'models', annotations: {'meta.helm.sh/release-name': 'delphi'}},
			spec: {hosts: ['wisdom.models'], http: []},
		},
		'virtualservice.networking.istio.io/oracle has the host wisdom.models already of Helm release delphi: choose another app name, or remove it',
	],
	[
		'a VirtualService with one of the hosts in other letters',
		{
			apiVersion: 'networking.istio.io/v1beta1',
			kind: 'VirtualService',
			metadata: {name: 'oracle', namespace: 'models'},
			spec: {hosts: ['Wisdom.Models.SVC.cluster.local.'], http: []},
		},
		'virtualservice.networking.istio.io/oracle has the host wisdom.models.svc.cluster.local already: choose another app name, or remove it',
	],
])('init refuses %s and names its owner', async (_, foreign, message) => {
	const {run, service, cluster} = await startRollout([primary(), foreign], {hasDaemon: false});
	cluster.forgetCalls();
	await expect(run('init', 'wisdom')).rejects.toThrow(message);
	expect(writesOf(cluster)).toEqual([]);
	expect(service('wisdom')?.metadata.uid).toBe(foreign.kind === 'Service' ? 'uid-2' : undefined);
});

test('init says what is missing where the server has no kind of route', async () => {
	const {run, cluster} = await startRollout([primary()], {hasDaemon: false});
	cluster.setInstalled(virtualServices, false);
	cluster.setInstalled(httpRoutes, false);
	cluster.forgetCalls();
	await expect(run('init', 'wisdom')).rejects.toThrow('the server has neither VirtualServices nor HTTPRoutes');
	await expect(run('init', 'wisdom', '--mesh', 'istio')).rejects.toThrow(
		'the server has no VirtualServices: is Istio installed?',
	);
	expect(writesOf(cluster)).toEqual([]);
});

test("a route that has the host at another gateway only is in nobody's way, for init as for the daemon", async () => {
	const elsewhere = {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'oracle', namespace: 'models'},
		spec: {hosts: ['wisdom.models'], gateways: ['elsewhere/gateway'], http: []},
	};
	const {run, route} = await startRollout([primary(), elsewhere]);
	await run('init', 'wisdom');
	await eventually(() => expect(route()).toBeDefined());
});
