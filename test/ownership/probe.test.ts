import {describe, expect, it} from 'vitest';
import {routeOf} from '../../source/mesh/route-of.ts';
import type {RouteProbe} from '../../source/mesh/route-probe.ts';
import type {Route} from '../../source/mesh/route.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {ownProbe, probeFault, serviceNameOf} from '../../source/ownership/probe.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';

const probe: RouteProbe = {
	host: 'wisdom.models',
	request: {method: 'GET', path: '/v2/models/wisdom/infer?beta=y', headers: {traffic: 'test', 'x-user-group': 'beta'}},
	version: 'wisdom-1',
	namespace: 'models',
};
const withHeaders = (headers: Readonly<Record<string, string>>): RouteProbe => ({
	...probe,
	request: {...probe.request, headers},
});

describe('serviceNameOf', () => {
	it.each(['wisdom', 'wisdom.models', 'wisdom.models.svc', 'wisdom.models.svc.cluster.local', 'wisdom-2.models'])(
		'takes %s for a Service of its namespace',
		host => {
			expect(serviceNameOf(host, 'models')).toBe(host.split('.')[0]);
		},
	);

	it.each([
		'',
		'.models',
		'wisdom.',
		'wisdom..models',
		'wisdom.models.',
		'wisdom.team-c',
		'wisdom.models.svc.cluster.local.',
		'wisdom.models.svc.example.com',
		'wisdom.models.example.com',
		'a.wisdom.models',
		'wisdom.models:80',
		'wisdom.models:28080',
		'wisdom:80',
		'127.0.0.1',
		'127.0.0.1:28080',
		'169.254.169.254',
		'2130706433',
		'0x7f000001',
		'[::1]',
		'::1',
		'user@wisdom.models',
		'wisdom.models/path',
		'wisdom.models#x',
		'wisdom.models?x',
		'*',
		'*.models',
		'wisdom.*',
		'WISDOM.models',
		'wisdom.models\r\nHost: other',
		'wisdom\u0000.models',
		'wisdom_.models',
		'-wisdom.models',
		`${'w'.repeat(64)}.models`,
		'metadata.google.internal',
		'ｗisdom.models',
	])('takes %j for none', host => {
		expect(serviceNameOf(host, 'models')).toBeUndefined();
		expect(probeFault({...probe, host})).toBe(`host ${host} is no Service of namespace models`);
	});
});

describe('probeFault', () => {
	it('finds nothing in a probe of a canary', () => {
		expect(probeFault(probe)).toBeUndefined();
		expect(probeFault(withHeaders({}))).toBeUndefined();
		expect(
			probeFault(withHeaders({'user-agent': 'curl', 'accept-language': 'de', 'x-canary': '', end_user: 'jason'})),
		).toBe(undefined);
	});

	it.each([
		'authorization',
		'proxy-authorization',
		'proxy-connection',
		'cookie',
		'x-auth-request-user',
		'x-api-key',
		'x-vault-token',
		'x-aws-ec2-metadata-token',
		'x-aws-ec2-metadata-token-ttl-seconds',
		'x-amz-security-token',
		'metadata',
		'metadata-flavor',
		'x-metadata-flavor',
		'x-google-metadata-request',
		'x-goog-user-project',
		'x-ms-version',
		'x-forwarded-for',
		'x-forwarded-host',
		'x-forwarded-client-cert',
		'forwarded',
		'x-real-ip',
		'x-original-url',
		'x-rewrite-url',
		'x-http-method-override',
		'x-envoy-original-path',
		'x-remote-user',
		'impersonate-user',
		'host',
		':authority',
		':path',
		'connection',
		'keep-alive',
		'te',
		'trailer',
		'transfer-encoding',
		'upgrade',
		'content-length',
		'expect',
		'Traffic',
		'traf fic',
		'traffic\r\nx',
		'',
		'x'.repeat(65),
	])('refuses header %j', name => {
		expect(probeFault(withHeaders({[name]: '1'}))).toBe(`header ${name} may say more than which version is wanted`);
	});

	it.each(['a\r\nAuthorization: x', 'a\nb', 'a\u0000', 'ü', 'v'.repeat(257)])('refuses the value %j', value => {
		expect(probeFault(withHeaders({traffic: value}))).toBe(
			'the value of header traffic is no text of at most 256 characters',
		);
	});

	it.each(['', 'v2', 'http://169.254.169.254/', '/a b', '/a\r\nHost: x', '/ü', '/a#b', `/${'a'.repeat(2048)}`])(
		'refuses the path %j',
		path => {
			expect(probeFault({...probe, request: {...probe.request, path}})).toBe(
				'its path is no path of at most 2048 characters',
			);
		},
	);

	it('refuses other methods, and more headers than a rule has', () => {
		expect(probeFault({...probe, request: {...probe.request, method: 'DELETE'}})).toBe(
			'a probe is a GET, not a DELETE',
		);
		const many = Object.fromEntries(Array.from({length: 17}, (_, index) => [`x-${index}`, '1']));
		expect(probeFault(withHeaders(many))).toBe('it has more than 16 headers');
	});
});

describe('ownProbe', () => {
	const routeFor = (weights: readonly number[], hosts: readonly string[]): Route => {
		const [rendered] = renderRoutes(
			parseRoutemap(routemapConfigMap('wisdom', canarySpec)),
			weights,
			defaultResourceTypes,
		);
		const route = rendered && 'object' in rendered ? routeOf(rendered.object) : undefined;
		if (!route) throw new Error('no route');
		return {...route, hosts};
	};

	it('asks at the first host of its own namespace', () => {
		const hosts = ['127.0.0.1:28080', 'shop.team-c', 'wisdom.models', 'wisdom'];
		expect(ownProbe(routeFor([1, 1], hosts), routeFor([1, 0], hosts), 'models')).toEqual({
			host: 'wisdom.models',
			request: {method: 'GET', path: '/', headers: {traffic: 'test'}},
			version: 'wisdom-1',
			namespace: 'models',
		});
	});

	it('asks nothing where a route has no such host', () => {
		const hosts = ['127.0.0.1:28080', 'wisdom.example.com'];
		expect(ownProbe(routeFor([1, 1], hosts), routeFor([1, 0], hosts), 'models')).toBeUndefined();
	});
});
