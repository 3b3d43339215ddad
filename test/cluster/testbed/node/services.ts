import {fieldAt, stringAt, type KubeObject} from '../../../../source/objects/object.ts';
import type {Address} from '../address.ts';

/** An address of a Service at which this node listens. */
export interface ServiceAddress extends Address {
	/** The port's name in the Service, by which EndpointSlices tell where it leads; '' where there is one port only. */
	readonly portName: string;
}

interface Endpoint {
	readonly addresses: readonly string[];
	readonly conditions?: {readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean};
}

interface SlicePort {
	readonly name?: string;
	readonly port?: number;
	readonly protocol?: string;
}

/** All Services and EndpointSlices of the cluster, as far as addresses go. */
export class Services {
	readonly #services = new Map<string, KubeObject>();
	readonly #slices = new Map<string, Map<string, KubeObject>>();

	setService(service: KubeObject): void {
		this.#services.set(keyOf(service), service);
	}

	deleteService(service: KubeObject): void {
		this.#services.delete(keyOf(service));
	}

	setSlice(slice: KubeObject): void {
		const key = serviceKeyOf(slice);
		const slices = this.#slices.get(key) ?? new Map<string, KubeObject>();
		this.#slices.set(key, slices.set(slice.metadata.name, slice));
	}

	deleteSlice(slice: KubeObject): void {
		this.#slices.get(serviceKeyOf(slice))?.delete(slice.metadata.name);
	}

	/** A Service by `NAMESPACE/NAME`. */
	service(key: string): KubeObject | undefined {
		return this.#services.get(key);
	}

	/** The servers behind a Service's port: those that are ready, or where there is none those that still serve while they end. */
	endpoints(key: string, portName: string): readonly Address[] {
		const slices = [...(this.#slices.get(key)?.values() ?? [])];
		const all = slices.flatMap(slice => {
			const ports = (fieldAt(slice, 'ports') ?? []) as readonly SlicePort[];
			const port = ports.find(({name = ''}) => name === portName)?.port;
			const endpoints = (fieldAt(slice, 'endpoints') ?? []) as readonly Endpoint[];
			return port === undefined ? [] : endpoints.map(endpoint => ({...endpoint, port}));
		});
		const ready = all.filter(({conditions}) => conditions?.ready ?? true);
		const serving = all.filter(({conditions}) => conditions?.serving && conditions.terminating);
		const chosen = ready.length > 0 ? ready : serving;
		return chosen.flatMap(({addresses, port}) => addresses.map(host => ({host, port})));
	}

	/** The addresses of a headless Service: those of all servers that are ready. */
	hosts(key: string): readonly string[] {
		const slices = [...(this.#slices.get(key)?.values() ?? [])];
		const endpoints = slices.flatMap(slice => (fieldAt(slice, 'endpoints') ?? []) as readonly Endpoint[]);
		return endpoints.filter(({conditions}) => conditions?.ready ?? true).flatMap(({addresses}) => addresses);
	}
}

/** Where a node listens for a Service: at its address and each TCP port; nowhere for one without an address. */
export function serviceAddresses(service: KubeObject): readonly ServiceAddress[] {
	const host = stringAt(service, 'spec', 'clusterIP');
	if (host === undefined || host === 'None' || host === '') return [];
	const ports = (fieldAt(service, 'spec', 'ports') ?? []) as readonly (SlicePort & {readonly port: number})[];
	return ports
		.filter(({protocol = 'TCP'}) => protocol === 'TCP')
		.map(({name = '', port}) => ({host, port, portName: name}));
}

/** `NAMESPACE/NAME`. */
export function keyOf({metadata}: KubeObject): string {
	return `${metadata.namespace}/${metadata.name}`;
}

function serviceKeyOf({metadata}: KubeObject): string {
	return `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name']}`;
}
