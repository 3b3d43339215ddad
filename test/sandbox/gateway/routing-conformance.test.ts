import {afterAll, beforeAll} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {startGateway, type SandboxGateway} from '../../../source/sandbox/gateway/gateway.ts';
import {hostOf, istioGateway, sharedGateway, upstreams as names} from '../../conformance/routing/case.ts';
import {httpRouteCases, virtualServiceCases} from '../../conformance/routing/cases.ts';
import {testRouting} from '../../conformance/routing/suite.ts';
import {startUpstreams, type Upstreams} from '../../conformance/routing/upstreams.ts';

const cases = [...virtualServiceCases, ...httpRouteCases];
const [gatewayNamespace = '', gatewayName = ''] = istioGateway.split('/');
const gateways: readonly KubeObject[] = [
	{
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'Gateway',
		metadata: {namespace: gatewayNamespace, name: gatewayName},
		spec: {
			selector: {istio: 'ingressgateway'},
			servers: [{port: {number: 80, name: 'http', protocol: 'HTTP'}, hosts: ['*']}],
		},
	},
	{
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'Gateway',
		metadata: sharedGateway,
		spec: {
			gatewayClassName: 'istio',
			listeners: [{name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}}],
		},
	},
];

let upstreams: Upstreams;
let gateway: SandboxGateway;

beforeAll(async () => {
	upstreams = await startUpstreams();
	const objects = [...gateways, ...cases.flatMap(each => each.objects)];
	gateway = await startGateway({
		routes: {objects: () => objects, onChange: () => () => undefined},
		addressOf(host) {
			const name = names.find(upstream => hostOf(upstream) === host);
			return name && {host: '127.0.0.1', port: upstreams.ports[name]};
		},
	});
});

afterAll(async () => {
	await gateway?.close();
	await upstreams?.close();
});

testRouting(cases, () => ({gateway: gateway.address, seen: upstreams.seen}));
