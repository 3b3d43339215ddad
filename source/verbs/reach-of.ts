import type {FlagValues} from '../options/flag.ts';
import type {reachFlags} from '../options/shared-flags.ts';
import type {Reach} from '../ownership/reach.ts';

/** What the flags say of how far routemaps may reach. */
export function reachOf({allowHosts, allowKinds, allowNamespaces}: FlagValues<typeof reachFlags>): Reach {
	return {
		hosts: list(allowHosts).map(host => host.toLowerCase()),
		kinds: list(allowKinds),
		namespaces: list(allowNamespaces),
	};
}

function list(text = ''): readonly string[] {
	return text
		.split(',')
		.map(entry => entry.trim())
		.filter(entry => entry !== '');
}
