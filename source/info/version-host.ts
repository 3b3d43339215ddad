/** KServe's predictor Services: since 0.11, and before (`NAME-predictor-default`). */
const suffixes = ['', '-predictor', '-predictor-default'];

/** Whether a host is that of a version's Service: of a Deployment's, which has the version's name, or of a KServe predictor's. */
export function isHostOf(host: string, version: string): boolean {
	const [name = ''] = host.split('.');
	return suffixes.some(suffix => name === `${version}${suffix}`);
}

/** Which of these versions a host leads to; undefined for none. A host that a longer name explains as well is that one's. */
export function versionAtHost(host: string, versions: readonly string[]): string | undefined {
	return versions
		.filter(version => isHostOf(host, version))
		.toSorted((one, other) => other.length - one.length)
		.at(0);
}
