/** What a pattern is made of. Characters are code points. */
export type Node =
	| {readonly kind: 'character'; readonly matches: (character: number) => boolean}
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

/** A pattern that RE2 refuses, or that is larger than what is allowed here. */
export class PatternError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'PatternError';
	}
}
