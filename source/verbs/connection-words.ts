import {flagName} from '../options/flag.ts';
import type {GlobalFlagValues} from '../options/options.ts';
import type {ConnectionWords} from '../print/command-line.ts';

/** The connection flags that a command line to copy names: a token is nothing to show. */
const shownFlags = [
	...(['kubeconfig', 'context', 'cluster', 'user', 'server', 'tlsServerName', 'insecureSkipTlsVerify'] as const),
	...(['certificateAuthority', 'clientCertificate', 'clientKey', 'as', 'asUid', 'asGroup', 'asUserExtra'] as const),
];

/** Those that were given. */
export function connectionWords(flags: GlobalFlagValues): ConnectionWords {
	const words = shownFlags.flatMap(key => {
		const value = flags[key];
		return value === undefined || value === false ? [] : [[flagName(key), value] as const];
	});
	return Object.fromEntries(words);
}
