import {ByteSetBuilder, type ByteSet} from './byte-sets.ts';
import type {CharacterNode, Node} from './nodes.ts';

/** What RE2 puts around each program. */
const frame = 4;

/**
 * About how many instructions RE2's program of a pattern has, as Envoy counts them. RE2 shares what alternatives begin with, which
 * is counted here for each: a pattern with many alternatives may be a little smaller.
 */
export function programSize(node: Node): number {
	return frame + sizeOf(node);
}

function sizeOf(node: Node): number {
	switch (node.kind) {
		case 'character':
			return rangesOf(node.set);
		case 'assertion':
			return 1;
		case 'sequence':
			return node.nodes.reduce((sum, part) => sum + sizeOf(part), 0);
		case 'choice':
			return node.nodes.every(part => part.kind === 'character')
				? rangesOf(unionOf(node.nodes))
				: node.nodes.reduce((sum, part) => sum + sizeOf(part), 0);
		case 'group':
			return 2 + sizeOf(node.node);
		default: {
			const {min, max} = node;
			const size = sizeOf(node.node);
			// a loop's way back, and the way around each that may be left out, are instructions of their own
			if (max === Number.POSITIVE_INFINITY)
				return Math.max(min, 1) * size + (node.node.kind === 'character' && min === 0 ? 0 : 1);
			return min * size + (max - min) * (size + 1);
		}
	}
}

function unionOf(nodes: readonly CharacterNode[]): ByteSet {
	const union = new ByteSetBuilder();
	for (const set of new Set(nodes.map(node => node.set))) union.add(set);
	return union.set;
}

/** Most patterns say the same few sets again and again. */
const ranges = new WeakMap<ByteSet, number>();

/** A set of bytes is an instruction for each range, but for one of capital letters when their small ones are in the set as well. */
function rangesOf(set: ByteSet): number {
	const known = ranges.get(set);
	if (known !== undefined) return known;
	let count = 0;
	for (let start = 0; start < set.length; start++) {
		if (set[start] === 0) continue;
		let end = start;
		while (set[end] === 1) end++;
		if (!(start >= capitalA && end <= capitalA + letters && isFolded(set))) count++;
		start = end;
	}

	const found = Math.max(count, 1);
	ranges.set(set, found);
	return found;
}

function isFolded(set: ByteSet): boolean {
	for (let letter = 0; letter < letters; letter++) if (set[a + letter] !== set[capitalA + letter]) return false;
	return true;
}

const a = 97;
const capitalA = 65;
const letters = 26;
