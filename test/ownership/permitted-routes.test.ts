import {expect, test} from 'vitest';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {permittedRoutes} from '../../source/ownership/permitted-routes.ts';
import {ownReach, type Reach} from '../../source/ownership/reach.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {routemapConfigMap} from '../helpers/app-objects.ts';

/** What becomes of a template of `models/wisdom-routemap`: the name of its object, or why there is none. */
function outcome(gvrShort: string, template: string, reach: Partial<Reach> = {}): string {
	const strSpec = JSON.stringify({
		versions: [{resources: [{gvrShort: 'isvc', name: 'wisdom-0'}]}],
		routingTemplates: {route: {gvrShort, template}},
	});
	const routemap = parseRoutemap(routemapConfigMap('wisdom-routemap', strSpec));
	const [rendered] = permittedRoutes(routemap, [1], defaultResourceTypes, {...ownReach, ...reach});
	if (!rendered) return 'nothing';
	return 'error' in rendered ? rendered.error.message : `${rendered.object.kind} ${rendered.object.metadata.name}`;
}

const virtualService = (spec: unknown, metadata: unknown = {name: 'wisdom'}): string =>
	JSON.stringify({apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec});
const httpRoute = (spec: unknown): string =>
	JSON.stringify({apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: {name: 'wisdom'}, spec});
const to = (host: string, more: object = {}): unknown => ({http: [{route: [{destination: {host}, ...more}]}]});

test.each([
	['isvc', 'inferenceservices.serving.kserve.io'],
	['deploy', 'deployments.apps'],
	['cm', 'configmaps'],
	['svc', 'services'],
])('a routemap renders no %s', (gvrShort, what) => {
	expect(outcome(gvrShort, '{{ range 900000 }}{{ end }}')).toBe(
		`renders ${what}, but a routemap renders VirtualServices and HTTPRoutes only, unless the daemon is started with --allow-kinds ${gvrShort}`,
	);
});

test('a daemon may be told of more kinds that routemaps render', () => {
	const configMap = '{apiVersion: v1, kind: ConfigMap, metadata: {name: wisdom, labels: {a: b}}, data: {a: b}}';
	expect(outcome('cm', configMap, {kinds: ['cm']})).toBe('ConfigMap wisdom');
	expect(outcome('cm', configMap.replace('a: b', 'iter8.tools/kind: routemap'), {kinds: ['cm']})).toBe(
		"ConfigMap models/wisdom says metadata.labels iter8.tools/kind, by which another controller may be asked to act: only names without a domain, of app.kubernetes.io and of helm.sh are a routemap's to write",
	);
});

test.each([
	[
		{finalizers: ['mine']},
		"says metadata.finalizers, which is not a routemap's to write: leave it out of the template",
	],
	[{uid: '1'}, "says metadata.uid, which is not a routemap's to write: leave it out of the template"],
	[
		{resourceVersion: '1'},
		"says metadata.resourceVersion, which is not a routemap's to write: leave it out of the template",
	],
	[{generateName: 'x'}, "says metadata.generateName, which is not a routemap's to write: leave it out of the template"],
	[
		{annotations: {'iter8.tools/weight': '1'}},
		"says metadata.annotations iter8.tools/weight, by which another controller may be asked to act: only names without a domain, of app.kubernetes.io and of helm.sh are a routemap's to write",
	],
	[
		{annotations: {'external-dns.alpha.kubernetes.io/hostname': 'x'}},
		"says metadata.annotations external-dns.alpha.kubernetes.io/hostname, by which another controller may be asked to act: only names without a domain, of app.kubernetes.io and of helm.sh are a routemap's to write",
	],
	[{labels: ['a']}, 'says metadata.labels, but not as a mapping of names to texts'],
])('of metadata a template says nothing but names, labels and annotations: %j', (metadata, fault) => {
	expect(outcome('vs', virtualService({}, {name: 'wisdom', ...metadata}))).toBe(
		`VirtualService models/wisdom ${fault}`,
	);
});

test('labels and annotations of others, and what the routemap owns by itself, are as the template says', () => {
	const metadata = {
		name: 'wisdom',
		labels: {team: 'nlp'},
		annotations: {note: 'x'},
		ownerReferences: [{name: 'other'}],
	};
	expect(outcome('vs', virtualService({}, metadata))).toBe('VirtualService wisdom');
});

test.each([
	'wisdom',
	'wisdom.models',
	'WISDOM.Models.',
	'wisdom.models.svc',
	'wisdom.models.svc.cluster.local',
	'wisdom.models.svc.example.internal',
	'wisdom.example.com',
])('a route takes requests for %s', host => {
	expect(outcome('vs', virtualService({hosts: [host], gateways: ['entry']}))).toBe('VirtualService wisdom');
	expect(outcome('httproute', httpRoute({hostnames: [host]}))).toBe('HTTPRoute wisdom');
});

test.each([
	['shop.team-c', 'team-c', 'shop.team-c'],
	['SHOP.Team-C.', 'team-c', 'shop.team-c'],
	['shop.team-c:8080', 'team-c', 'shop.team-c'],
	['shop.team-c.svc', 'team-c', 'shop.team-c.svc'],
	['shop.team-c.svc.cluster.local', 'team-c', 'shop.team-c.svc.cluster.local'],
	['pod.shop.team-c.svc.cluster.local', 'team-c', 'pod.shop.team-c.svc.cluster.local'],
])('a route does not take requests for %s, unless the daemon may', (host, namespace, told) => {
	const spec = {hosts: ['wisdom.models', host]};
	expect(outcome('vs', virtualService(spec))).toBe(
		`VirtualService models/wisdom claims the host ${told}, which is of namespace ${namespace}: only a daemon that is started with --allow-namespaces ${namespace} does that, or start the daemon with --allow-hosts '${told}'`,
	);
	expect(outcome('vs', virtualService(spec), {namespaces: [namespace]})).toBe('VirtualService wisdom');
	expect(outcome('vs', virtualService(spec), {hosts: [told]})).toBe('VirtualService wisdom');
	expect(outcome('httproute', httpRoute({hostnames: [host]}))).toContain(`claims the host ${told}`);
});

test.each(['*', '*.example.com', '*.models.svc.cluster.local'])('a route names each host, not %s', host => {
	expect(outcome('vs', virtualService({hosts: [host]}))).toBe(
		`VirtualService models/wisdom claims the hosts ${host}: name each by itself, or start the daemon with --allow-hosts '${host}'`,
	);
	expect(outcome('vs', virtualService({hosts: [host]}), {hosts: [host]})).toBe('VirtualService wisdom');
});

test.each([
	['a Gateway of its own namespace', [{name: 'gateway'}], 'HTTPRoute wisdom'],
	[
		'a Gateway of all',
		[{name: 'gateway', namespace: 'gateways'}],
		"HTTPRoute models/wisdom claims the hosts *: name each by itself, or start the daemon with --allow-hosts '*'",
	],
	['a Service of its own', [{kind: 'Service', group: '', name: 'wisdom'}], 'HTTPRoute wisdom'],
])('an HTTPRoute without hosts takes those of its parents: %s', (_, parentRefs, expected) => {
	expect(outcome('httproute', httpRoute({parentRefs}))).toBe(expected);
});

test('an HTTPRoute is of no Service of another namespace', () => {
	const parentRefs = [{kind: 'Service', group: '', name: 'shop', namespace: 'team-c'}];
	expect(outcome('httproute', httpRoute({parentRefs}))).toContain('claims the host shop.team-c.svc.cluster.local');
});

test.each([
	'wisdom-0-predictor',
	'wisdom-0-predictor.models.svc.cluster.local',
	'knative-local-gateway.istio-system',
	'knative-local-gateway.istio-system.svc.cluster.local',
	'istio-ingressgateway.istio-system.svc.cluster.local',
	'modelmesh-serving.modelmesh-serving',
	'api.example.com',
])('a route leads to %s', host => {
	expect(outcome('vs', virtualService(to(host)))).toBe('VirtualService wisdom');
});

test('a route leads to the Services of the Gateways that it is a route of', () => {
	const spec = {
		parentRefs: [{name: 'public', namespace: 'gateways'}],
		hostnames: ['wisdom.models'],
		rules: [
			{
				backendRefs: [
					{kind: 'Hostname', group: 'networking.istio.io', name: 'public-istio.gateways.svc.cluster.local'},
				],
			},
		],
	};
	expect(outcome('httproute', httpRoute(spec))).toBe('HTTPRoute wisdom');
});

const vault = 'vault.vault.svc.cluster.local';
const leadsTo = `sends requests to ${vault}, which is of namespace vault: only a daemon that is started with --allow-namespaces vault does that`;
test.each([
	['a destination', to(vault)],
	['a mirror', {http: [{mirror: {host: vault}}]}],
	['one of several mirrors', {http: [{mirrors: [{destination: {host: vault}}]}]}],
	['the routes of a VirtualService there', {http: [{delegate: {name: 'vault', namespace: 'vault'}}]}],
	['a destination of tcp', {tcp: [{route: [{destination: {host: vault}}]}]}],
	['a destination of tls', {tls: [{route: [{destination: {host: vault}}]}]}],
])('a route opens no Service of another namespace: %s', (_, spec) => {
	expect(outcome('vs', virtualService(spec))).toBe(`VirtualService models/wisdom ${leadsTo}`);
	expect(outcome('vs', virtualService(spec), {namespaces: ['vault']})).toBe('VirtualService wisdom');
});

test.each([
	['a backend', {backendRefs: [{name: 'vault', namespace: 'vault'}]}],
	['a host as a backend', {backendRefs: [{kind: 'Hostname', group: 'networking.istio.io', name: vault}]}],
	['a mirror', {filters: [{requestMirror: {backendRef: {name: 'vault', namespace: 'vault'}}}]}],
	[
		'a mirror of a backend',
		{backendRefs: [{name: 'a', filters: [{requestMirror: {backendRef: {name: 'vault', namespace: 'vault'}}}]}]},
	],
])('an HTTPRoute opens no Service of another namespace: %s', (_, rule) => {
	expect(outcome('httproute', httpRoute({hostnames: ['wisdom.models'], rules: [rule]}))).toBe(
		`HTTPRoute models/wisdom ${leadsTo}`,
	);
});

test.each(['169.254.169.254', '127.0.0.1', '::1', '[fd00:ec2::254]'])('a route leads to no address: %s', host => {
	expect(outcome('vs', virtualService(to(host)))).toMatch(
		/^VirtualService models\/wisdom sends requests to the address/,
	);
});

const gateway = 'knative-local-gateway.istio-system';
const makes =
	'makes shop.team-c of the Host, which is of namespace team-c: only a daemon that is started with --allow-namespaces team-c does that';
test.each([
	['set of a destination', to(gateway, {headers: {request: {set: {Host: 'shop.team-c'}}}})],
	['add of a destination', to(gateway, {headers: {request: {add: {':authority': 'shop.team-c'}}}})],
	['set of a rule', {http: [{headers: {request: {set: {HOST: 'shop.team-c'}}}}]}],
	['a rewrite', {http: [{rewrite: {authority: 'shop.team-c'}}]}],
])('a route makes no Host of another namespace, by which a gateway would go on there: %s', (_, spec) => {
	expect(outcome('vs', virtualService(spec))).toBe(`VirtualService models/wisdom ${makes}`);
});

test.each([
	['a rewrite', [{urlRewrite: {hostname: 'shop.team-c'}}]],
	['a header', [{requestHeaderModifier: {set: [{name: 'Host', value: 'shop.team-c'}]}}]],
])('nor does an HTTPRoute: %s', (_, filters) => {
	expect(outcome('httproute', httpRoute({hostnames: ['wisdom.models'], rules: [{filters}]}))).toBe(
		`HTTPRoute models/wisdom ${makes}`,
	);
});

test('a template that may not be rendered stops no other', () => {
	const strSpec = JSON.stringify({
		versions: [{resources: [{gvrShort: 'isvc', name: 'wisdom-0'}]}],
		routingTemplates: {
			first: {gvrShort: 'isvc', template: ''},
			second: {gvrShort: 'vs', template: virtualService({hosts: ['*']})},
			third: {gvrShort: 'vs', template: virtualService({hosts: ['wisdom.models']})},
		},
	});
	const rendered = permittedRoutes(
		parseRoutemap(routemapConfigMap('wisdom-routemap', strSpec)),
		[1],
		defaultResourceTypes,
	);
	expect(rendered.map(route => [route.template, 'error' in route ? 'refused' : 'rendered'])).toEqual([
		['first', 'refused'],
		['second', 'refused'],
		['third', 'rendered'],
	]);
});

test('a destination that repeats the marks of a Service name is judged at once', () => {
	const host = `${'.svc.'.repeat(12_000)}\nx`;
	expect(outcome('vs', virtualService(to(host)))).toContain('which is of namespace');
});

test('a route claims no host that is longer than a host may be', () => {
	expect(outcome('vs', virtualService({hosts: ['a.'.repeat(40_000)]}))).toBe(
		'VirtualService models/wisdom claims a host of 79999 characters: a host has 253',
	);
});

test('a route takes no requests that the pods of other namespaces send out of the cluster', () => {
	const hosts = ['wisdom.models', 'api.example.com'];
	const fault =
		"VirtualService models/wisdom claims the host api.example.com for the sidecars of all namespaces: name the gateways that it comes in by, or say exportTo: [.], or start the daemon with --allow-hosts 'api.example.com'";
	expect(outcome('vs', virtualService({hosts}))).toBe(fault);
	expect(outcome('vs', virtualService({hosts, gateways: ['entry', 'mesh']}))).toBe(fault);
	expect(outcome('vs', virtualService({hosts, exportTo: ['.', 'team-c']}))).toBe(fault);
	expect(outcome('vs', virtualService({hosts, exportTo: ['.', 'models']}))).toBe('VirtualService wisdom');
	expect(outcome('vs', virtualService({hosts}), {hosts: ['api.example.com']})).toBe('VirtualService wisdom');
});

test('an HTTPRoute has no parents whose hosts are not known', () => {
	const parentRefs = [{kind: 'ListenerSet', name: 'shared', namespace: 'gateways'}];
	expect(outcome('httproute', httpRoute({hostnames: ['shop.example.com'], parentRefs}))).toBe(
		'HTTPRoute models/wisdom is a route of a ListenerSet: name a Gateway or a Service',
	);
});

test('a VirtualService leads to no Service that is called like the one of a Gateway', () => {
	const spec = {gateways: ['team-c/shop'], ...(to('shop-istio.team-c.svc.cluster.local') as object)};
	expect(outcome('vs', virtualService(spec))).toContain('sends requests to shop-istio.team-c.svc.cluster.local');
});
