import type {ByteSet} from './byte-sets.ts';

/** One character of a set. */
export interface CharacterNode {
	readonly kind: 'character';
	readonly set: ByteSet;
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
