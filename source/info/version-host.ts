const ofPredictor = ['', '-predictor', '-predictor-default'];

/** The Services of a version: its own, and those of KServe's components, since 0.11 and before (`NAME-predictor-default`). */
const ofComponents = [
	...ofPredictor,
	...['transformer', 'explainer'].flatMap(name => [`-${name}`, `-${name}-default`]),
];

/** Whether a host is that of a version's Service: of a Deployment's, which has the version's name, or of one of KServe's components. */
export function isHostOf(host: string, version: string): boolean {
	const [name = ''] = host.split('.');
	return ofComponents.some(suffix => name === `${version}${suffix}`);
}

/** Which of these versions a host leads to; undefined for none. A host that a longer name explains as well is that one's. */
export function versionAtHost(host: string, versions: readonly string[]): string | undefined {
	return versions
		.filter(version => isHostOf(host, version))
		.toSorted((one, other) => other.length - one.length)
		.at(0);
}

/** Which of these versions a Service is the predictor of, or the whole of: what a transformer asks is counted there, once. */
export function versionOfPredictor(service: string, versions: readonly string[]): string | undefined {
	return versions
		.filter(version => ofPredictor.some(suffix => service === `${version}${suffix}`))
		.toSorted((one, other) => other.length - one.length)
		.at(0);
}
