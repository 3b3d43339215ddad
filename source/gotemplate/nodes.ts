import type {Builtin} from './functions.ts';
import {quote} from './quote.ts';
import type {Float} from './value.ts';

/** The parsed form of a template. `at` is the offset that Go's messages give as a node's position. */

export type Statement =
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'action'; readonly pipeline: Pipeline}
	| Conditional
	| RangeStatement
	| TemplateCall
	| {readonly kind: 'break'}
	| {readonly kind: 'continue'};

/** An `if` or `with` and its chain of `else if` or `else with`. */
export interface Conditional {
	readonly kind: 'if' | 'with';
	readonly branches: readonly Branch[];
	readonly otherwise: readonly Statement[];
}

export interface Branch {
	readonly pipeline: Pipeline;
	readonly body: readonly Statement[];
}

export interface RangeStatement extends Branch {
	readonly kind: 'range';
	readonly otherwise: readonly Statement[];
}

export interface TemplateCall {
	readonly kind: 'template';
	readonly at: number;
	readonly name: string;
	/** Without one, the template's dot is nil. */
	readonly pipeline: Pipeline | undefined;
}

export interface Pipeline {
	readonly kind: 'pipeline';
	readonly at: number;
	/** The variables that get the pipeline's value, with their `$`. */
	readonly variables: readonly string[];
	/** Whether the variables are assigned (`=`), not declared (`:=`). */
	readonly isAssignment: boolean;
	readonly commands: readonly Command[];
}

/** Terms separated by spaces: a value alone, or a function with its arguments. */
export interface Command {
	readonly kind: 'command';
	readonly at: number;
	readonly terms: readonly [Term, ...Term[]];
}

export type Term = Dot | Nil | Constant | Field | Variable | Chain | FunctionName | Pipeline;

interface Dot {
	readonly kind: 'dot';
	readonly at: number;
}

interface Nil {
	readonly kind: 'nil';
	readonly at: number;
}

export interface Constant {
	readonly kind: 'constant';
	readonly at: number;
	/** As it is written. */
	readonly text: string;
	/** Undefined for a number that overflows int: an error once it is evaluated. */
	readonly value: string | boolean | number | bigint | Float | undefined;
}

/** `.A.B`: fields of the dot. */
interface Field {
	readonly kind: 'field';
	readonly at: number;
	readonly path: readonly string[];
}

/** `$x.A.B`: a variable and perhaps fields of it. */
interface Variable {
	readonly kind: 'variable';
	readonly at: number;
	readonly name: string;
	readonly path: readonly string[];
}

/** `(pipeline).A.B`: fields of a value. */
interface Chain {
	readonly kind: 'chain';
	readonly at: number;
	readonly base: Pipeline | FunctionName;
	readonly path: readonly string[];
}

export interface FunctionName {
	readonly kind: 'function';
	readonly at: number;
	readonly name: string;
	readonly builtin: Builtin;
}

export type Node = Term | Command | TemplateCall;

/** A node in the form in which Go's messages show it. */
export function textOf(node: Node): string {
	switch (node.kind) {
		case 'dot':
			return '.';
		case 'nil':
			return 'nil';
		case 'constant':
			return node.text;
		case 'field':
			return dotted(node.path);
		case 'variable':
			return node.name + dotted(node.path);
		case 'chain':
			return termText(node.base) + dotted(node.path);
		case 'function':
			return node.name;
		case 'command':
			return node.terms.map(termText).join(' ');
		case 'pipeline':
			return pipelineText(node);
		default:
			return `{{template ${quote(node.name)}${node.pipeline === undefined ? '' : ` ${textOf(node.pipeline)}`}}}`;
	}
}

function pipelineText({variables, isAssignment, commands}: Pipeline): string {
	const declaration = variables.length === 0 ? '' : `${variables.join(', ')} ${isAssignment ? '=' : ':='} `;
	return declaration + commands.map(textOf).join(' | ');
}

function termText(term: Term): string {
	return term.kind === 'pipeline' ? `(${textOf(term)})` : textOf(term);
}

function dotted(path: readonly string[]): string {
	return path.map(name => `.${name}`).join('');
}
