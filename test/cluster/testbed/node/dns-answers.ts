import {stringAt} from '../../../../source/objects/object.ts';
import type {Services} from './services.ts';

/** What a name leads to. */
export interface NameAnswer {
	/** The name that it stands for, where it stands for another. */
	readonly alias?: string;
	readonly addresses: readonly string[];
}

const clusterDomain = '.svc.cluster.local';

/**
 * What the cluster's DNS answers for a name (Kubernetes, DNS for Services and Pods): a Service's address, the addresses of the
 * servers behind a headless one, or the name that an ExternalName stands for. Undefined for a name that does not exist.
 */
export function answerFor(name: string, services: Services): NameAnswer | undefined {
	const full = name.toLowerCase().replace(/\.$/, '');
	if (!full.endsWith(clusterDomain)) return undefined;
	const [service, namespace, ...rest] = full.slice(0, -clusterDomain.length).split('.');
	if (rest.length > 0) return undefined;
	const key = `${namespace}/${service}`;
	const found = services.service(key);
	if (!found) return undefined;
	const alias = stringAt(found, 'spec', 'externalName');
	// a name that stands for itself would go on for ever
	if (alias !== undefined && alias !== full) return {alias, addresses: answerFor(alias, services)?.addresses ?? []};
	const address = stringAt(found, 'spec', 'clusterIP') ?? 'None';
	return {addresses: address === 'None' ? services.hosts(key) : [address]};
}
