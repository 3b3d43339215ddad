/** A Host header as routes compare it: in lower case, without its port. */
export function bareHost(host: string): string {
	return host.toLowerCase().replace(/:\d+$/, '');
}

/** A host as a route may write it, completed with the route's namespace when it has no dot (Istio, short names). */
export function completeHost(host: string, namespace: string): string {
	return host === '' || host === '*' || host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}

/**
 * The host under which requests ask for a route: the first of its hosts that is no pattern and no short name, which a gateway
 * completes, else one that its first pattern takes; undefined when that takes all.
 */
export function hostToAsk(hosts: readonly string[], namespace: string): string | undefined {
	const plain = hosts.filter(host => !host.includes('*') && host !== '');
	const long = plain.find(host => host.includes('.'));
	const [short] = plain;
	if (long !== undefined) return long;
	if (short !== undefined) return completeHost(short, namespace);
	return hosts.find(host => host.startsWith('*.'))?.replace('*', 'any');
}

/** The hosts that two patterns have in common: the narrower of the two, or undefined when there are none. */
export function commonHost(one: string, other: string): string | undefined {
	if (includesHost(one, other)) return other;
	return includesHost(other, one) ? one : undefined;
}

function includesHost(pattern: string, host: string): boolean {
	return pattern === host || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)));
}

/** Characters of a host (RFC 1035). */
const longest = 253;

/** The patterns that take a host, the most specific first: itself, then `*.` and ever less of it, then `*`. */
export function patternsFor(host: string): readonly string[] {
	if (host.length > longest) return [host, '*'];
	const patterns = [host];
	for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) patterns.push(`*${host.slice(dot)}`);
	return [...patterns, '*'];
}
