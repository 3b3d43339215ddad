import {logEvidenceOfMismatch} from '../analysis/statistics/sample-ratio.ts';
import type {SplitResult} from './result.ts';

/** A version and its part of the requests, of whatever sum. */
export interface Weight {
	readonly version: string;
	readonly weight: number;
}

/** How often a split that is right may be called wrong. */
const alpha = 0.001;

/** Follows how requests are split between versions; what it says holds at every look at once. */
export class SplitWatch {
	readonly #versions: {readonly version: string; readonly weight: number; requests: number}[];
	#toldAfter: number | undefined;
	#requests = 0;

	/** The weights by which the route splits them, all the while. */
	constructor(weights: readonly Weight[]) {
		this.#versions = weights.map(weight => ({...weight, requests: 0}));
	}

	/** A version answered. One that is not among the weights was given none. */
	add(version: string): void {
		this.#requests++;
		const found = this.#versions.find(each => each.version === version);
		if (found) found.requests++;
		else this.#versions.push({version, weight: 0, requests: 1});
		if (this.#toldAfter !== undefined) return;
		const chosen = this.#versions.map(({requests: count, weight}) => ({count, weight}));
		if (logEvidenceOfMismatch(chosen) >= Math.log(1 / alpha)) this.#toldAfter = this.#requests;
	}

	/** Whether no version has answered yet: there is nothing to tell. */
	get isEmpty(): boolean {
		return this.#requests === 0;
	}

	read(): SplitResult {
		const versions = this.#versions.map(each => ({...each}));
		return this.#toldAfter === undefined
			? {versions, verdict: 'within chance'}
			: {versions, verdict: 'not by chance', toldAfter: this.#toldAfter};
	}
}

/** `98/2 expected, 97.4/2.6 seen: within chance`. */
export function splitWords({versions, verdict}: SplitResult): string {
	const parts = (values: readonly number[]): string => {
		const total = values.reduce((sum, value) => sum + value, 0);
		return values.map(value => String(Math.round((1000 * value) / Math.max(total, 1e-9)) / 10)).join('/');
	};
	const expected = parts(versions.map(({weight}) => weight));
	const seen = parts(versions.map(({requests}) => requests));
	const names = versions.map(({version}) => version).join('/');
	return `${names}: ${expected} expected, ${seen} seen, ${verdict}`;
}
