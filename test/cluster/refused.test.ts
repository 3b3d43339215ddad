import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../source/objects/object.ts';
import {refusalCases} from '../conformance/refused/cases.ts';
import {httpRoute, istioGateway, namespace, upstreams as names, virtualService} from '../conformance/routing/case.ts';
import {sharedGatewayObjects} from './routes/shared-gateway.ts';
import type {Address} from './testbed/address.ts';
import {httpGet} from './testbed/http-get.ts';
import {freePorts} from './testbed/ports.ts';
import {startTestbed, type MeshTestbed} from './testbed/testbed.ts';
import {waitFor} from './testbed/wait.ts';

/** Istio's webhook is not at work here, so that what it would refuse of newer releases is seen as Envoy sees it. */
let testbed: MeshTestbed;
let shared: Address;
let probes = 0;

beforeAll(async () => {
	testbed = await startTestbed({mesh: true});
	const [port = 0] = await freePorts(1);
	shared = {host: '127.0.0.1', port};
	await testbed.kubectl(['create', 'namespace', namespace]);
	const services = names.map(name => ({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name, namespace},
		spec: {ports: [{name: 'http', port: 80}]},
	}));
	const items = [...sharedGatewayObjects(port), ...services];
	await testbed.kubectl(['apply', '-f', '-'], JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
	await probe('HTTPRoute', async () => false);
});

afterAll(async () => testbed?.stop());

test('Envoy refuses what it is said to refuse, and takes the rest', async () => {
	const verdicts: Record<string, string> = {};
	for (const {title, object} of refusalCases) verdicts[title] = await verdictOf(object);
	const expected = refusalCases.map(({title, refusedAt}) => [title, refusedAt === undefined ? 'taken' : 'refused']);
	expect(verdicts).toEqual(Object.fromEntries(expected));
	console.log(`${refusalCases.length} routes as Envoy takes or refuses them`);
}, 180_000);

/** Whether Envoy refuses an update with the route in it, which goes away again; its routes follow at last. */
async function verdictOf(object: KubeObject): Promise<'taken' | 'refused'> {
	const before = await refusals();
	const path = pathOf(object.kind);
	await testbed.api.expect(path, {method: 'POST', body: object});
	const isRefused = await probe(object.kind, async () => (await refusals()) > before);
	await testbed.api.expect(`${path}/${object.metadata.name}`, {method: 'DELETE'});
	if (isRefused) await probe(object.kind, async () => false);
	return isRefused ? 'refused' : 'taken';
}

/** Whether something comes true before a route that is written now is in force. */
async function probe(kind: string, isTrue: () => Promise<boolean>): Promise<boolean> {
	probes++;
	const name = `probe-${probes}`;
	const isHttpRoute = kind === 'HTTPRoute';
	const route = isHttpRoute ? httpRoute(name, [{}]) : virtualService(name, [{directResponse: {status: 204}}]);
	await testbed.api.expect(pathOf(kind), {method: 'POST', body: route});
	let found = false;
	await waitFor(`a route after which ${istioGateway} is asked`, async () => {
		found = await isTrue();
		if (found) return true;
		const gateway = isHttpRoute ? shared : testbed.gateway;
		const answer = await httpGet(gateway, '/', {host: `${name}.example`}).catch(() => undefined);
		return answer?.code === (isHttpRoute ? 500 : 204);
	});
	found ||= await isTrue();
	await testbed.api.expect(`${pathOf(kind)}/${name}`, {method: 'DELETE'});
	return found;
}

function pathOf(kind: string): string {
	return kind === 'HTTPRoute'
		? `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes`
		: `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/virtualservices`;
}

/** How many updates of its routes Envoy has refused. */
async function refusals(): Promise<number> {
	const {body} = await httpGet(testbed.envoyAdmin, '/stats?filter=rds.*update_rejected');
	return body
		.split('\n')
		.map(line => Number(line.split(': ')[1] ?? 0))
		.reduce((sum, count) => sum + count, 0);
}
