import {readFile} from 'node:fs/promises';
import {ApiClient} from '../api-client.ts';
import {follow} from '../follow.ts';
import {podGateway} from '../network/addresses.ts';
import {serveDns} from './dns.ts';
import {runPods} from './kubelet.ts';
import {ServiceProxy} from './service-proxy.ts';
import {Services} from './services.ts';
import type {NodeSettings} from './settings.ts';

// `node main.ts SETTINGS`: a node of the testbed, with kubelet, Service addresses and DNS, until it is ended.
// Everything that it runs ends with it.

const {name, folder, server, authority, token} = JSON.parse(
	await readFile(process.argv[2] ?? '', 'utf8'),
) as NodeSettings;
const api = new ApiClient(server, token, await readFile(authority, 'utf8'));
const services = new Services();
const proxy = new ServiceProxy(services);
const {signal} = new AbortController();

await serveDns(podGateway, services);
await Promise.all([
	follow(api, '/api/v1/services', signal, {
		changed(service) {
			services.setService(service);
			proxy.update(service);
		},
		gone(service) {
			services.deleteService(service);
			proxy.remove(service);
		},
	}),
	follow(api, '/apis/discovery.k8s.io/v1/endpointslices', signal, {
		changed: slice => services.setSlice(slice),
		gone: slice => services.deleteSlice(slice),
	}),
	runPods({api, name, folder, server, authority}, signal),
]);
