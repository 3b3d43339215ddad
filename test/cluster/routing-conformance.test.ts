import {afterAll, beforeAll, describe} from 'vitest';
import {hostOf, namespace, upstreams as names, virtualService} from '../conformance/routing/case.ts';
import {httpRouteCases, virtualServiceCases} from '../conformance/routing/cases.ts';
import {testRouting} from '../conformance/routing/suite.ts';
import {startUpstreams, type Upstreams} from '../conformance/routing/upstreams.ts';
import {serviceEntry, sharedGatewayObjects} from './routes/shared-gateway.ts';
import type {Address} from './testbed/address.ts';
import {httpGet} from './testbed/http-get.ts';
import {freePorts} from './testbed/ports.ts';
import {startTestbed, type MeshTestbed} from './testbed/testbed.ts';
import {waitFor} from './testbed/wait.ts';

let testbed: MeshTestbed;
let upstreams: Upstreams;
let shared: Address;

beforeAll(async () => {
	[testbed, upstreams] = await Promise.all([startTestbed({mesh: true}), startUpstreams()]);
	const [port = 0] = await freePorts(1);
	shared = {host: '127.0.0.1', port};
	await testbed.kubectl(['create', 'namespace', namespace]);
	const cases = [...virtualServiceCases, ...httpRouteCases];
	const items = [...upstreamObjects(), ...sharedGatewayObjects(port), ...cases.flatMap(({objects}) => objects)];
	await testbed.kubectl(['apply', '-f', '-'], JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
	// one route that is written after all others
	const last = virtualService('last', [{directResponse: {status: 200}}]);
	await testbed.kubectl(['apply', '-f', '-'], JSON.stringify(last));
	await waitFor('the routes', async () => {
		const {code} = await httpGet(testbed.gateway, '/', {host: 'last.example'});
		return code === 200;
	});
	await waitFor('the HTTPRoutes', async () => {
		const answers = await Promise.all(
			['backends', 'request-mirror'].map(async name => httpGet(shared, '/', {host: `${name}.example`})),
		);
		return answers.every(({code}) => code === 200);
	});
});

afterAll(async () => {
	await testbed?.stop();
	await upstreams?.close();
});

describe('istiod and Envoy under VirtualServices', () => {
	testRouting(virtualServiceCases, () => ({gateway: testbed.gateway, seen: upstreams.seen}));
});

describe('istiod and Envoy under HTTPRoutes', () => {
	testRouting(httpRouteCases, () => ({gateway: shared, seen: upstreams.seen}));
});

/** ServiceEntries that lead to loopback, and Services of the same names for HTTPRoutes, hidden from istiod. */
function upstreamObjects(): readonly unknown[] {
	return names.flatMap(name => [
		serviceEntry(name, namespace, hostOf(name), [
			{number: 80, name: 'http', protocol: 'HTTP', targetPort: upstreams.ports[name]},
		]),
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {name, namespace, annotations: {'networking.istio.io/exportTo': '~'}},
			spec: {ports: [{name: 'http', port: 80}]},
		},
	]);
}
