import {Budget, LimitError, type Limits} from '../gotemplate/limits.ts';

/**
 * What one routemap may be and take, since whoever may write a ConfigMap may write one. All its templates and everything that is
 * read of it share these bounds, so that reading it and rendering one weight vector ends within 50 ms whatever it says
 * (docs/figures.md has what was measured; `npm run bench:budget` measures again). Routemaps of Iter8's own charts have up to 4 kB
 * and take 1,200 steps; the longest of our own, of ten versions over the Gateway API, has 78 kB, renders 61 kB and takes 19,000.
 */
export const bounds = {
	/** Characters of `data.strSpec`. */
	characters: 131_072,
	versions: 32,
	/** Of all versions together. */
	resources: 128,
	templates: 32,
	/** Labels and annotations of the ConfigMap, which templates may ask for. */
	metadata: 500,
	/** Characters of a name; a DNS subdomain's. */
	name: 253,
	/** Characters of a short name for a resource type; a DNS label's. */
	gvrShort: 63,
	/** Reading the routemap and rendering it once, templates and YAML together: see `Limits`. A step takes at most 0.5 µs or so. */
	steps: 25_000,
	/** Characters that all templates render together. */
	output: 98_304,
} as const;

/** What one routemap and one weight vector may take together. */
export function routemapBudget(): Budget {
	return new Budget({steps: bounds.steps, output: bounds.output} satisfies Limits);
}

/** Throws LimitError, which says what there is and what may be, when a routemap has too much of something. */
export function checkBound(bound: keyof typeof bounds, found: number, what: string): void {
	if (found > bounds[bound]) throw new LimitError(`${what}, but a routemap may have ${bounds[bound]}`);
}

/** A `data.strSpec` as far as it need be kept to be read, or to be refused for its length. */
export function readPart(strSpec: string): string {
	if (strSpec.length <= bounds.characters) return strSpec;
	// A copy: a slice would keep the whole text in memory.
	return Buffer.from(strSpec.slice(0, bounds.characters + 1), 'utf16le').toString('utf16le');
}
