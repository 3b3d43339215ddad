import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {gatewayProbe} from '../../source/daemon/gateway-probe.ts';
import type {Target} from '../../source/kube/target.ts';
import type {RouteProbe} from '../../source/mesh/route-probe.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';
import {noLog} from '../helpers/no-log.ts';
import {startServer} from '../kube/api-server.ts';

const probe: RouteProbe = {
	host: 'wisdom.models',
	request: {method: 'GET', path: '/', headers: {traffic: 'test'}},
	version: 'wisdom-1',
	namespace: 'models',
};
const {signal} = new AbortController();

/** What a routemap may say and nobody is to be asked. */
const hostile: readonly RouteProbe[] = [
	{...probe, host: '127.0.0.1:28080'},
	{...probe, host: '169.254.169.254'},
	{...probe, host: 'payments.team-c'},
	{...probe, host: 'evil.example.com'},
	{...probe, request: {...probe.request, headers: {authorization: 'Basic YWRtaW46YWRtaW4='}}},
	{...probe, request: {...probe.request, headers: {'metadata-flavor': 'Google'}}},
	{...probe, request: {...probe.request, path: '/\r\nHost: payments.team-c'}},
];

function targetOf(context: string | undefined, objects: readonly KubeObject[] = []) {
	const forwarded: string[] = [];
	const cluster = createMemoryCluster(objects);
	const target: Target = {
		cluster,
		namespace: 'default',
		context,
		podLog: noLog,
		async portForward(namespace, pod, port) {
			forwarded.push(`${namespace}/${pod}:${port}`);
			return new PassThrough().destroy();
		},
	};
	return {target, forwarded, cluster};
}

test('inside a cluster the Service of the routemap’s own namespace is asked, at port 80, and nothing else', async () => {
	const names: string[] = [];
	const ask = gatewayProbe(targetOf(undefined).target, undefined, signal, (name, _options, found) => {
		names.push(name);
		found(new Error('not here'), '');
	});
	for (const each of hostile) expect(await ask(each)).toBe('unknown');
	expect(names).toEqual([]);
	for (const host of ['wisdom', 'wisdom.models', 'wisdom.models.svc.cluster.local']) {
		expect(await ask({...probe, host})).toBe('unknown');
	}
	expect(names).toEqual(['wisdom.models.svc', 'wisdom.models.svc', 'wisdom.models.svc']);
});

test('the gateway of a URL is trusted, what routemaps would ask there is not; no redirect is followed', async () => {
	const {url, received} = await startServer(({url: path}, response) => {
		if (path === '/away') response.writeHead(302, {location: `${url}/secret`});
		else response.writeHead(404, {'app-version': 'wisdom-0'});
		response.end();
	});
	const ask = gatewayProbe(targetOf('context').target, url, signal);
	for (const each of hostile) expect(await ask(each)).toBe('unknown');
	expect(received).toEqual([]);
	expect(await ask(probe)).toBe('new');
	expect(await ask({...probe, request: {...probe.request, path: '/away'}})).toBe('unknown');
	expect(received.map(({url: path, headers}) => [path, headers.host, headers['traffic']])).toEqual([
		['/', 'wisdom.models', 'test'],
		['/away', 'wisdom.models', 'test'],
	]);
});

test('outside a cluster the app’s Service is looked for in the namespace of the routemap', async () => {
	const {target, forwarded, cluster} = targetOf('context');
	const ask = gatewayProbe(target, undefined, signal);
	for (const each of hostile) expect(await ask(each)).toBe('unknown');
	expect(cluster.calls).toEqual([]);
	expect(await ask({...probe, host: 'wisdom'})).toBe('unknown');
	expect(cluster.calls).toEqual(['get services models/wisdom']);
	expect(forwarded).toEqual([]);
});
