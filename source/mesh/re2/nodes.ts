/** One character of a set; `cost` is the steps that one look at it takes, in those of a step from one instruction to the next. */
export interface CharacterNode {
	readonly kind: 'character';
	readonly matches: (character: number) => boolean;
	readonly cost: number;
}

/** What a pattern is made of. Characters are bytes. */
export type Node =
	| CharacterNode
	| {readonly kind: 'assertion'; readonly at: Place}
	| {readonly kind: 'sequence'; readonly nodes: readonly Node[]}
	| {readonly kind: 'choice'; readonly nodes: readonly Node[]}
	| {readonly kind: 'group'; readonly index: number; readonly node: Node}
	| {
			readonly kind: 'repeat';
			readonly node: Node;
			readonly min: number;
			/** Infinity for no bound. */
			readonly max: number;
			readonly isGreedy: boolean;
	  };

/** Where an assertion holds. */
export type Place = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'wordBoundary' | 'noWordBoundary';

/** A pattern that RE2 refuses. */
export class PatternError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'PatternError';
	}
}

/** A pattern that is larger than what is allowed here, whatever RE2 says of it. */
export class PatternBoundError extends PatternError {}
