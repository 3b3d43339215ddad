import {isWord} from './byte-sets.ts';
import type {Place} from './nodes.ts';
import type {Instruction} from './program.ts';

/** Where a match and its groups begin and end, by slot: 2 × group, and one more. */
export type Match = readonly (number | undefined)[];

/** The steps that a search may still take; keeps a hostile pattern on a long text from taking seconds. */
interface Budget {
	left: number;
}

export class BudgetError extends Error {}

interface Thread {
	readonly at: number;
	readonly slots: Match;
}

/** What one search keeps. */
interface Search {
	readonly program: readonly Instruction[];
	readonly text: Uint8Array;
	/** Whether groups are asked for; without them no slots are copied. */
	readonly hasGroups: boolean;
	readonly budget: Budget;
	/** For each instruction the position at which it was reached last, and one more. */
	readonly reached: Uint32Array;
}

/**
 * Runs an automaton over a text from a place on, all ways at once, so that time grows with the text's length and never with its
 * power (Pike's machine, as RE2 has it). Prefers the leftmost match, then the way that the pattern prefers.
 * @param isWhole Whether the match must be the whole text; its groups are not told then.
 * @throws BudgetError when the steps do not suffice.
 */
export function search(
	program: readonly Instruction[],
	text: Uint8Array,
	{from = 0, isWhole = false, budget}: {readonly from?: number; readonly isWhole?: boolean; readonly budget: Budget},
): Match | undefined {
	const run: Search = {program, text, hasGroups: !isWhole, budget, reached: new Uint32Array(program.length)};
	spend(budget, program.length >> 6);
	let threads: readonly Thread[] = [];
	let found: Match | undefined;
	for (let position = from; position <= text.length; position++) {
		const ready: Thread[] = [];
		for (const thread of threads) follow(run, position, thread, ready);
		if (!found && (position === from || !isWhole)) follow(run, position, {at: 0, slots: [position]}, ready);
		const next: Thread[] = [];
		for (const {at, slots} of ready) {
			const instruction = program[at];
			if (instruction?.kind === 'match') {
				if (isWhole && position < text.length) continue;
				found = withSlot(slots, 1, position);
				// what follows is preferred less
				break;
			}

			const character = text[position];
			if (instruction?.kind !== 'character' || character === undefined) continue;
			spend(budget, 1);
			if (instruction.set[character] === 1) next.push({at: at + 1, slots});
		}

		threads = next;
		if (threads.length === 0 && (found || isWhole)) break;
	}

	return found;
}

/** Follows what reads nothing, and notes the instructions that read a character or end the match, the preferred first. */
function follow(run: Search, position: number, start: Thread, ready: Thread[]): void {
	const {program, text, hasGroups, budget, reached} = run;
	const open: Thread[] = [start];
	for (let thread = open.pop(); thread; thread = open.pop()) {
		const {at, slots} = thread;
		if (reached[at] === position + 1) continue;
		reached[at] = position + 1;
		spend(budget, 1);
		const instruction = program[at];
		switch (instruction?.kind) {
			case 'jump':
				open.push({at: instruction.to, slots});
				break;
			case 'split':
				open.push({at: instruction.second, slots}, {at: instruction.first, slots});
				break;
			case 'save':
				if (hasGroups) spend(budget, Math.max(slots.length, instruction.slot) >> 3);
				open.push({at: at + 1, slots: hasGroups ? withSlot(slots, instruction.slot, position) : slots});
				break;
			case 'assertion':
				if (holds(instruction.at, text, position)) open.push({at: at + 1, slots});
				break;
			default:
				ready.push(thread);
		}
	}
}

function spend(budget: Budget, steps: number): void {
	budget.left -= steps;
	if (budget.left < 0) throw new BudgetError('the pattern takes too long');
}

function withSlot(slots: Match, slot: number, position: number): Match {
	const copy = slots.slice();
	while (copy.length < slot) copy.push(undefined);
	copy[slot] = position;
	return copy;
}

function holds(at: Place, text: Uint8Array, position: number): boolean {
	const before = text[position - 1];
	const after = text[position];
	switch (at) {
		case 'textStart':
			return before === undefined;
		case 'textEnd':
			return after === undefined;
		case 'lineStart':
			return before === undefined || before === 10;
		case 'lineEnd':
			return after === undefined || after === 10;
		default: {
			const isBoundary = (before !== undefined && isWord(before)) !== (after !== undefined && isWord(after));
			return isBoundary === (at === 'wordBoundary');
		}
	}
}
