import type {ChartVersion} from './chart-app.ts';

/** Throws an Error for versions that cannot be told apart, and for weights of which none is above 0. */
export function checkVersions(versions: readonly ChartVersion[], path: string, areWeighted: boolean): void {
	const seen = new Map<string, number>();
	for (const [index, {name, namespace}] of versions.entries()) {
		const first = seen.get(`${namespace}/${name}`);
		if (first !== undefined)
			throw new Error(
				`${path}[${first}] and ${path}[${index}] are both called ${name}: each version needs a name of its own`,
			);
		seen.set(`${namespace}/${name}`, index);
	}

	if (areWeighted && versions.every(({weight}) => weight === 0))
		throw new Error(`${path}: every weight is 0, so no version would get a request`);
}
