import {expect, test} from 'vitest';
import type {Node} from '../../../source/mesh/re2/nodes.ts';
import {parsePattern} from '../../../source/mesh/re2/parse.ts';

function setsIn(node: Node): readonly unknown[] {
	if (node.kind === 'character') return [node.set];
	if (node.kind === 'sequence' || node.kind === 'choice') return node.nodes.flatMap(setsIn);
	return 'node' in node ? setsIn(node.node) : [];
}

test.each([
	['a', 60_000, 1],
	['(?i:a)', 10_000, 1],
	['.', 60_000, 1],
	['\\d', 30_000, 1],
	['ab|', 20_000, 2],
	['[a]', 20_000, 20_000],
])('of %s, %i times, so many sets are measured: %i', (part, times, sets) => {
	const found = setsIn(parsePattern(part.repeat(times), 65_536).node);
	expect(found.length).toBeGreaterThanOrEqual(times);
	expect(new Set(found).size).toBe(sets);
});
