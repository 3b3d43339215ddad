import {OperationError} from './error.ts';
import type {Builtin} from './functions.ts';
import {textOf} from './nodes.ts';
import type {Command, FunctionName, Node, Pipeline, Term} from './nodes.ts';
import {entryOf, placeType, unbox} from './operand.ts';
import type {Operand} from './operand.ts';
import type {Run} from './run.ts';
import {isTrue, kindOf, sizeOf, Struct, typeOf} from './value.ts';
import type {Value} from './value.ts';

/** The value that comes through a pipe into a command: one, or none. */
type Piped = readonly [] | readonly [Operand];

/** A pipeline's value. The variables that it declares stay declared. */
export function evaluatePipeline(run: Run, dot: Operand, pipeline: Pipeline): Value {
	run.node = pipeline;
	let value: Value;
	let piped: Piped = [];
	for (const command of pipeline.commands) {
		run.budget.spend(1);
		value = unbox(evaluateCommand(run, dot, command, piped));
		piped = [value];
	}

	for (const name of pipeline.variables) {
		if (pipeline.isAssignment) run.assign(name, value);
		else run.declare(name, value);
	}

	return value;
}

function evaluateCommand(run: Run, dot: Operand, command: Command, piped: Piped): Operand {
	const [first, ...others] = command.terms;
	const hasArguments = others.length > 0 || piped.length > 0;
	switch (first.kind) {
		case 'function':
			return callFunction(run, dot, first, command, others, piped);
		case 'pipeline':
			if (hasArguments) refuseArguments(run, first);
			return evaluateNested(run, dot, first);
		case 'field':
		case 'chain':
		case 'variable':
			return evaluatePath(run, dot, first, hasArguments);
		default:
			run.node = first;
			if (hasArguments) refuseArguments(run, first);
			if (first.kind === 'dot') return dot;
			if (first.kind === 'nil') return run.fail('nil is not a command');
			return first.value ?? run.fail(`${first.text} overflows int`);
	}
}

function refuseArguments(run: Run, term: Term): never {
	return run.fail(`can't give argument to non-function ${textOf(term)}`);
}

function evaluateNested(run: Run, dot: Operand, pipeline: Pipeline): Value {
	run.enter();
	const value = evaluatePipeline(run, dot, pipeline);
	run.leave();
	return value;
}

/** A term that starts somewhere and goes on from field to field. */
function evaluatePath(
	run: Run,
	dot: Operand,
	term: Extract<Term, {kind: 'field' | 'chain' | 'variable'}>,
	hasArguments: boolean,
): Operand {
	run.node = term;
	run.budget.spend(term.path.length);
	let value = startOfPath(run, dot, term);
	if (term.path.length === 0 && hasArguments) refuseArguments(run, term);
	for (const [index, name] of term.path.entries()) {
		value = fieldOf(run, value, name, hasArguments && index === term.path.length - 1);
	}

	return value;
}

function startOfPath(run: Run, dot: Operand, term: Extract<Term, {kind: 'field' | 'chain' | 'variable'}>): Operand {
	if (term.kind === 'field') return dot;
	return term.kind === 'variable' ? run.lookUp(term.name) : evaluateArgument(run, dot, term.base);
}

/** A field of a struct or an entry of a map; nothing has nothing. */
function fieldOf(run: Run, owner: Operand, name: string, hasArguments: boolean): Operand {
	if (owner === undefined) return undefined;
	if (owner === null) return run.fail(`nil pointer evaluating ${placeType(owner)}.${name}`);
	const value = unbox(owner);
	if (value instanceof Struct && Object.hasOwn(value.fields, name)) {
		if (hasArguments) run.fail(`${name} has arguments but cannot be invoked as function`);
		return value.fields[name];
	}

	if (kindOf(value) === 'map') {
		if (hasArguments) run.fail(`${name} is not a method but has arguments`);
		return entryOf(value, name);
	}

	return run.fail(`can't evaluate field ${name} in type ${placeType(owner)}`);
}

function evaluateArgument(run: Run, dot: Operand, term: Term): Operand {
	run.budget.spend(1);
	run.node = term;
	switch (term.kind) {
		case 'dot':
			return dot;
		case 'nil':
			return undefined;
		case 'constant':
			return term.value ?? run.fail(`${term.text} overflows int`);
		case 'pipeline':
			return evaluateNested(run, dot, term);
		case 'function':
			return callFunction(run, dot, term, term, [], []);
		default:
			return evaluatePath(run, dot, term, false);
	}
}

function callFunction(
	run: Run,
	dot: Operand,
	{name, builtin}: FunctionName,
	call: Node,
	terms: readonly Term[],
	piped: Piped,
): Operand {
	run.node = call.kind === 'command' ? call.terms[0] : call;
	checkCount(run, name, builtin, terms.length, piped.length);
	const operands = evaluateArguments(run, dot, builtin, terms, piped);
	try {
		spendOn(run, operands);
		const result = builtin.apply(operands, run.budget);
		spendOn(run, [result]);
		return result;
	} catch (error) {
		if (!(error instanceof OperationError)) throw error;
		run.node = call;
		return run.fail(`error calling ${name}: ${error.message}`, {cause: error});
	}
}

function checkCount(run: Run, name: string, {least, most}: Builtin, written: number, piped: number): void {
	const given = written + piped;
	if (given >= least && given <= most) return;
	const wanted = most === Infinity ? `at least ${least} got ${written}` : `${least} got ${given}`;
	run.fail(`wrong number of args for ${name}: want ${wanted}`);
}

function evaluateArguments(
	run: Run,
	dot: Operand,
	{takesFormat, stopsAt}: Builtin,
	terms: readonly Term[],
	piped: Piped,
): readonly Operand[] {
	const operands: Operand[] = [];
	for (const term of terms) {
		const operand = evaluateArgument(run, dot, term);
		if (takesFormat && operands.length === 0) checkFormat(run, operand, term);
		operands.push(operand);
		if (stopsAt !== undefined && isTrue(unbox(operand)) === stopsAt) return operands;
	}

	if (takesFormat && terms.length === 0) checkFormat(run, piped[0]);
	return [...operands, ...piped];
}

function checkFormat(run: Run, operand: Operand, term?: Term): void {
	const value = unbox(operand);
	if (typeof value === 'string') return;
	if (term?.kind === 'nil') run.fail('cannot assign nil to string');
	if (term?.kind === 'constant') run.fail(`expected string; found ${term.text}`);
	if (operand === undefined) run.fail('invalid value; expected string');
	run.fail(`wrong type for value; expected string; got ${operand === null ? placeType(operand) : typeOf(value)}`);
}

/** Counts a call's work beyond its arguments: the longer the texts and lists that it reads or makes, the more. */
function spendOn(run: Run, operands: readonly Operand[]): void {
	let size = 0;
	for (const operand of operands) size += sizeOf(unbox(operand));
	run.budget.spendOnText(size);
}
