import {isRecord, stringAt, type KubeObject} from '../objects/object.ts';

/** How many changes of a primary are kept: as many specs, and the one that the last change led to. */
export const keptChanges = 10;

/** Bytes. Kubernetes, ConfigMap: "cannot exceed 1 MiB", names and metadata included. */
const mostBytes = 900_000;

/** Name of the ConfigMap that keeps the specs that an app's primary has had. */
export function historyName(app: string): string {
	return `${app}-history`;
}

/** The specs that a ConfigMap keeps, by their hashes. It proves nothing: see `provenHistory`. */
export function parseSpecs(configMap: KubeObject | undefined): ReadonlyMap<string, unknown> {
	const specs = parsed(stringAt(configMap, 'data', 'specs'));
	return new Map(isRecord(specs) ? Object.entries(specs) : []);
}

/**
 * The `data` of the ConfigMap that keeps some specs: the last ones first, of which the oldest give way where they are too many or
 * too large together. Throws an Error when the first alone is too large.
 */
export function specsData(specs: ReadonlyMap<string, unknown>): Readonly<Record<string, string>> {
	const entries = [...specs].slice(0, keptChanges + 1);
	for (let kept = entries.length; ; kept--) {
		const data = {specs: JSON.stringify(Object.fromEntries(entries.slice(0, kept)))};
		const size = new TextEncoder().encode(data.specs).length;
		if (size <= mostBytes) return data;
		if (kept <= 1) {
			throw new Error(
				`the spec that is to be replaced has ${size} bytes, too many to keep for undo (${mostBytes}): nothing was changed`,
			);
		}
	}
}

function parsed(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return undefined;
	}
}
