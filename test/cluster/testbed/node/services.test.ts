import {expect, test} from 'vitest';
import type {KubeObject} from '../../../../source/objects/object.ts';
import {answerFor} from './dns-answers.ts';
import {serviceAddresses, Services} from './services.ts';

const service = (name: string, spec: unknown): KubeObject => ({
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name, namespace: 'default'},
	spec,
});

const slice = (name: string, of: string, endpoints: unknown, port = 8080): KubeObject => ({
	apiVersion: 'discovery.k8s.io/v1',
	kind: 'EndpointSlice',
	metadata: {name, namespace: 'default', labels: {'kubernetes.io/service-name': of}},
	endpoints,
	ports: [{name: 'http', port}],
});

const ready = (...addresses: readonly string[]): unknown => ({addresses, conditions: {ready: true}});
const ending = (...addresses: readonly string[]): unknown => ({
	addresses,
	conditions: {ready: false, serving: true, terminating: true},
});

function cluster(): Services {
	const services = new Services();
	services.setService(service('model', {clusterIP: '10.96.1.1', ports: [{name: 'http', port: 80}]}));
	services.setService(service('headless', {clusterIP: 'None', ports: [{name: 'http', port: 80}]}));
	services.setService(service('alias', {externalName: 'model.default.svc.cluster.local'}));
	services.setService(service('itself', {externalName: 'itself.default.svc.cluster.local'}));
	services.setService(service('elsewhere', {externalName: 'example.com'}));
	services.setSlice(slice('model-1', 'model', [ready('10.244.0.2'), ending('10.244.0.3')]));
	services.setSlice(slice('model-2', 'model', [ready('10.244.0.4')], 9090));
	services.setSlice(slice('headless-1', 'headless', [ready('10.244.0.5'), ending('10.244.0.6')]));
	return services;
}

test('a Service has an address for each of its TCP ports, and none when it is headless or a mere name', () => {
	const ports = [
		{name: 'http', port: 80},
		{name: 'dns', port: 53, protocol: 'UDP'},
		{name: 'metrics', port: 9090, protocol: 'TCP'},
	];
	expect(serviceAddresses(service('many', {clusterIP: '10.96.1.1', ports}))).toEqual([
		{host: '10.96.1.1', port: 80, portName: 'http'},
		{host: '10.96.1.1', port: 9090, portName: 'metrics'},
	]);
	expect(serviceAddresses(service('headless', {clusterIP: 'None', ports}))).toEqual([]);
	expect(serviceAddresses(service('alias', {externalName: 'example.com'}))).toEqual([]);
});

test('behind a Service are the ready servers of all its slices, each at its own port', () => {
	expect(cluster().endpoints('default/model', 'http')).toEqual([
		{host: '10.244.0.2', port: 8080},
		{host: '10.244.0.4', port: 9090},
	]);
	expect(cluster().endpoints('default/model', 'grpc')).toEqual([]);
	expect(cluster().endpoints('default/nothing', 'http')).toEqual([]);
});

test('where no server is ready, those that end still serve', () => {
	const services = cluster();
	services.deleteSlice(slice('model-2', 'model', []));
	services.setSlice(
		slice('model-1', 'model', [ending('10.244.0.3'), {addresses: ['10.244.0.7'], conditions: {ready: false}}]),
	);
	expect(services.endpoints('default/model', 'http')).toEqual([{host: '10.244.0.3', port: 8080}]);
});

test.each([
	['model.default.svc.cluster.local', {addresses: ['10.96.1.1']}],
	['MODEL.default.svc.cluster.local.', {addresses: ['10.96.1.1']}],
	['headless.default.svc.cluster.local', {addresses: ['10.244.0.5']}],
	['alias.default.svc.cluster.local', {alias: 'model.default.svc.cluster.local', addresses: ['10.96.1.1']}],
	['elsewhere.default.svc.cluster.local', {alias: 'example.com', addresses: []}],
	['itself.default.svc.cluster.local', {addresses: []}],
	['nothing.default.svc.cluster.local', undefined],
	['model.default.default.svc.cluster.local', undefined],
	['model.default', undefined],
	['example.com', undefined],
])('the name %s leads to %j', (name, answer) => {
	expect(answerFor(name, cluster())).toEqual(answer);
});

test('a Service that has gone has no name', () => {
	const services = cluster();
	services.deleteService(service('model', {}));
	expect(answerFor('model.default.svc.cluster.local', services)).toBeUndefined();
});
