import type {CharacterTest} from './characters.ts';
import type {Node} from './nodes.ts';

/** What RE2 puts around each program. */
const frame = 4;

/**
 * About how many instructions RE2's program of a pattern has, as Envoy counts them. RE2 shares what alternatives begin with, which is
 * counted here for each: a pattern with many alternatives may be a little smaller.
 */
export function programSize(node: Node): number {
	return frame + sizeOf(node);
}

function sizeOf(node: Node): number {
	switch (node.kind) {
		case 'character':
			return rangesOf(node.matches);
		case 'assertion':
			return 1;
		case 'sequence':
			return node.nodes.reduce((sum, part) => sum + sizeOf(part), 0);
		case 'choice':
			return node.nodes.every(({kind}) => kind === 'character')
				? rangesOf(byte => node.nodes.some(part => part.kind === 'character' && part.matches(byte)))
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

/** A set of bytes is an instruction for each range, but for one of capital letters when their small ones are in the set as well. */
function rangesOf(matches: CharacterTest): number {
	const set = Array.from({length: 256}, (_, byte) => matches(byte));
	const isFolded = set.slice(a, a + 26).every((isIn, letter) => isIn === set[capitalA + letter]);
	const starts = [...set.keys()].filter(byte => set[byte] && !set[byte - 1]);
	const counted = starts.filter(start => {
		const end = set.indexOf(false, start);
		return !(isFolded && start >= capitalA && end > 0 && end <= capitalA + 26);
	});
	return Math.max(counted.length, 1);
}

const a = 97;
const capitalA = 65;
