/**
 * The namespace of a host of the cluster: `NAME.NAMESPACE`, `NAME.NAMESPACE.svc` and what goes on behind it. Undefined for hosts of
 * elsewhere. Two labels may be a public host as well; without a right to list namespaces nobody can tell, so they count as the
 * cluster's. Rule: Kubernetes, "DNS for Services and Pods".
 */
export function namespaceOfHost(host: string): string | undefined {
	const labels = host.split('.');
	const service = labels.indexOf('svc', 2);
	if (service > 0) return labels[service - 1];
	return labels.length === 2 ? labels[1] : undefined;
}

/** Whether two names are of one Service, however much of its full name they say. */
export function isSameService(one: string, other: string): boolean {
	return serviceOf(one) === serviceOf(other);
}

function serviceOf(host: string): string {
	const end = `${host}.`.indexOf('.svc.'); // no pattern, which would take long for what repeats it
	return end < 0 ? host : host.slice(0, end);
}
