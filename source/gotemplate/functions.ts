import {index, lengthOf, slice} from './collections.ts';
import {equalsAny, isLess} from './compare.ts';
import {OperationError} from './error.ts';
import {escapeHtml, escapeJs, escapeQuery} from './escape.ts';
import type {Budget} from './limits.ts';
import {unbox} from './operand.ts';
import type {Operand} from './operand.ts';
import {Printer} from './printer.ts';
import {sprintf} from './printf.ts';
import {isTrue, kindOf, typeOf} from './value.ts';
import type {Value} from './value.ts';

/** A function that templates may call. */
export interface Builtin {
	/** How many arguments it takes. */
	readonly least: number;
	readonly most: number;
	/** Whether its first argument must be a string. */
	readonly takesFormat?: boolean;
	/** `and` and `or` evaluate arguments until one's truth is this; that one, else the last, is their value. */
	readonly stopsAt?: boolean;
	/** The function's value; throws OperationError, and LimitError when the budget does not suffice. */
	apply(operands: readonly Operand[], budget: Budget): Operand;
}

/** All functions of Go's text/template. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
	['and', {least: 1, most: Infinity, stopsAt: false, apply: operands => operands.at(-1)}],
	['or', {least: 1, most: Infinity, stopsAt: true, apply: operands => operands.at(-1)}],
	['not', unary(operand => !isTrue(unbox(operand)))],
	['len', unary(lengthOf)],
	['index', {least: 1, most: Infinity, apply: ([container, ...indexes]) => index(container, indexes)}],
	['slice', {least: 1, most: Infinity, apply: ([container, ...indexes]) => slice(container, indexes)}],
	['call', {least: 1, most: Infinity, apply: ([callee]) => refuseCall(unbox(callee))}],
	['print', {least: 0, most: Infinity, apply: sprint}],
	['printf', {least: 1, most: Infinity, takesFormat: true, apply: applyPrintf}],
	['println', {least: 0, most: Infinity, apply: sprintln}],
	['html', escaper(escapeHtml)],
	['js', escaper(escapeJs)],
	['urlquery', escaper(escapeQuery)],
	['eq', {least: 1, most: Infinity, apply: ([one, ...others]) => equalsAny(one, others)}],
	['ne', binary((one, other) => !equalsAny(one, [other]))],
	['lt', binary(isLess)],
	['le', binary((one, other) => isLess(one, other) || equalsAny(one, [other]))],
	['gt', binary((one, other) => !isLess(one, other) && !equalsAny(one, [other]))],
	['ge', binary((one, other) => !isLess(one, other))],
]);

function unary(apply: (operand: Operand) => Value): Builtin {
	return {least: 1, most: 1, apply: ([operand]) => apply(operand)};
}

function binary(apply: (one: Operand, other: Operand) => boolean): Builtin {
	return {least: 2, most: 2, apply: ([one, other]) => apply(one, other)};
}

function escaper(escape: (text: string) => string): Builtin {
	return {
		least: 0,
		most: Infinity,
		apply: (operands, budget) => {
			const values = operands.map(operand => unbox(operand) ?? '<no value>');
			const [first] = values;
			return escape(values.length === 1 && typeof first === 'string' ? first : sprint(values, budget));
		},
	};
}

function sprint(operands: readonly Operand[], budget: Budget): string {
	const printer = new Printer(budget);
	printer.print(operands.map(unbox));
	return printer.text;
}

function sprintln(operands: readonly Operand[], budget: Budget): string {
	const printer = new Printer(budget);
	printer.printLine(operands.map(unbox));
	return printer.text;
}

function applyPrintf([format, ...operands]: readonly Operand[], budget: Budget): string {
	return sprintf(unbox(format) as string, operands.map(unbox), budget);
}

/** Data have no functions, so there is nothing that `call` could call. */
function refuseCall(callee: Value): never {
	if (kindOf(callee) === 'nil') throw new OperationError('call of nil');
	throw new OperationError(`non-function of type ${typeOf(callee)}`);
}
