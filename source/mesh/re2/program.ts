import type {CharacterNode, Node, Place} from './nodes.ts';
import {PatternBoundError} from './pattern-error.ts';

/** One step of a pattern's automaton. */
export type Instruction =
	| CharacterNode
	| {readonly kind: 'assertion'; readonly at: Place}
	/** Both ways are open, the first is preferred. */
	| {readonly kind: 'split'; readonly first: number; readonly second: number}
	| {readonly kind: 'jump'; readonly to: number}
	| {readonly kind: 'save'; readonly slot: number}
	| {readonly kind: 'match'};

/** Envoy under Istio allows 32768 instructions of RE2, which are smaller than these. */
const mostInstructions = 8192;

/** The automaton of a pattern, without loops that read nothing for ever (Thompson's construction, as in RE2). */
export function programOf(node: Node): readonly Instruction[] {
	const program: Instruction[] = [];
	const emit = (instruction: Instruction): number => {
		if (program.length >= mostInstructions) throw new PatternBoundError('pattern too large');
		return program.push(instruction) - 1;
	};

	let compiled = 0;
	const compile = (node: Node): void => {
		// repeats of what is empty emit nothing
		if (++compiled > 4 * mostInstructions) throw new PatternBoundError('pattern too large');
		switch (node.kind) {
			case 'character':
			case 'assertion':
				emit(node);
				break;
			case 'sequence':
				for (const part of node.nodes) compile(part);
				break;
			case 'group':
				emit({kind: 'save', slot: 2 * node.index});
				compile(node.node);
				emit({kind: 'save', slot: 2 * node.index + 1});
				break;
			case 'choice':
				compileChoice(node.nodes);
				break;
			case 'repeat':
				compileRepeat(node);
		}
	};

	const compileChoice = (nodes: readonly Node[]): void => {
		const ends: number[] = [];
		for (const [index, part] of nodes.entries()) {
			if (index === nodes.length - 1) {
				compile(part);
				break;
			}

			const split = emit({kind: 'jump', to: 0});
			compile(part);
			ends.push(emit({kind: 'jump', to: 0}));
			program[split] = {kind: 'split', first: split + 1, second: program.length};
		}

		for (const end of ends) program[end] = {kind: 'jump', to: program.length};
	};

	const compileRepeat = ({node, min, max, isGreedy}: Extract<Node, {kind: 'repeat'}>): void => {
		const split = (at: number, inner: number, outer: number): void => {
			program[at] = isGreedy
				? {kind: 'split', first: inner, second: outer}
				: {kind: 'split', first: outer, second: inner};
		};

		for (let count = 0; count < min; count++) compile(node);
		if (max === Number.POSITIVE_INFINITY) {
			const loop = emit({kind: 'jump', to: 0});
			compile(node);
			emit({kind: 'jump', to: loop});
			split(loop, loop + 1, program.length);
			return;
		}

		const optional: number[] = [];
		for (let count = min; count < max; count++) {
			optional.push(emit({kind: 'jump', to: 0}));
			compile(node);
		}

		for (const at of optional) split(at, at + 1, program.length);
	};

	compile(node);
	emit({kind: 'match'});
	return program;
}
