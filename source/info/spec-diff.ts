import type {KubeObject} from '../objects/object.ts';
import {formatYaml} from '../print/yaml.ts';

/** One line of the difference of two specs. */
export interface DiffLine {
	readonly kind: 'same' | 'added' | 'removed';
	readonly text: string;
}

/** How many lines around a change are shown. */
const context = 3;
/** More lines of one spec than these are left out: nobody reads them, and comparing takes the product of both. */
const mostLines = 1000;
const elision = '…';

/**
 * What changes in the spec from the primary to the candidate, as lines of YAML: the changes with three lines around each, `…`
 * for what is the same in between. Empty when nothing changes; an object that is undefined has no lines.
 */
export function specDiff(primary: KubeObject | undefined, candidate: KubeObject | undefined): readonly DiffLine[] {
	return withContext(compare(linesOf(primary), linesOf(candidate)));
}

function linesOf(object: KubeObject | undefined): readonly string[] {
	if (object?.['spec'] === undefined) return [];
	const lines = formatYaml(object['spec']).trimEnd().split('\n');
	return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), elision];
}

/** All lines of both, those of a longest common subsequence as the same; in a place where both differ, the removed ones first. */
function compare(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
	const common = commonLengths(before, after);
	const diff: DiffLine[] = [];
	let old = 0;
	let current = 0;
	while (old < before.length || current < after.length) {
		const removed = before[old];
		const added = after[current];
		if (removed !== undefined && removed === added) {
			diff.push({kind: 'same', text: removed});
			old++;
			current++;
		} else if (removed !== undefined && (added === undefined || common(old + 1, current) >= common(old, current + 1))) {
			diff.push({kind: 'removed', text: removed});
			old++;
		} else if (added !== undefined) {
			diff.push({kind: 'added', text: added});
			current++;
		}
	}

	return diff;
}

/** Length of a longest common subsequence of what follows two positions. */
function commonLengths(before: readonly string[], after: readonly string[]): (old: number, current: number) => number {
	const width = after.length + 1;
	const lengths = new Uint16Array((before.length + 1) * width);
	const at = (old: number, current: number) => lengths[old * width + current] ?? 0;
	for (let old = before.length - 1; old >= 0; old--) {
		for (let current = after.length - 1; current >= 0; current--) {
			lengths[old * width + current] =
				before[old] === after[current]
					? at(old + 1, current + 1) + 1
					: Math.max(at(old + 1, current), at(old, current + 1));
		}
	}

	return at;
}

function withContext(diff: readonly DiffLine[]): readonly DiffLine[] {
	const isNear = diff.map(() => false);
	for (const [index, {kind}] of diff.entries()) {
		if (kind === 'same') continue;
		isNear.fill(true, Math.max(0, index - context), index + context + 1);
	}

	const shown: DiffLine[] = [];
	for (const [index, line] of diff.entries()) {
		if (isNear[index]) shown.push(line);
		else if (index === 0 || isNear[index - 1]) shown.push({kind: 'same', text: elision});
	}

	return isNear.includes(true) ? shown : [];
}
