import {OperationError} from './error.ts';
import {unbox} from './operand.ts';
import type {Operand} from './operand.ts';
import {compareText} from './utf8.ts';
import {Float, isNil, kindOf, Struct, typeOf, Uint} from './value.ts';
import type {Kind, Value} from './value.ts';

/** Go's rules for eq, ne, lt, le, gt and ge in templates. Values of two types compare only where both are integers. */

const basic: ReadonlySet<Kind> = new Set(['bool', 'int', 'uint', 'float', 'string']);

/** Whether the first operand equals one of the others. */
export function equalsAny(one: Operand, others: readonly Operand[]): boolean {
	if (others.length === 0) throw new OperationError('missing argument for comparison');
	return others.some(other => areEqual(unbox(one), unbox(other)));
}

/** Whether one operand is less than the other; text is ordered by its bytes. */
export function isLess(one: Operand, other: Operand): boolean {
	const [left, right] = [unbox(one), unbox(other)];
	const [kind, otherKind] = [kindOf(left), kindOf(right)];
	if (!basic.has(kind) || !basic.has(otherKind)) throw new OperationError('invalid type for comparison');
	if (kind !== otherKind && !(isInteger(kind) && isInteger(otherKind))) throw incompatible(left, right);
	if (kind === 'bool') throw new OperationError('invalid type for comparison');
	if (typeof left === 'string' && typeof right === 'string') return compareText(left, right) < 0;
	return numberOf(left) < numberOf(right);
}

function areEqual(left: Value, right: Value): boolean {
	const [kind, otherKind] = [kindOf(left), kindOf(right)];
	if (!basic.has(kind) && !basic.has(otherKind)) return areCompositesEqual(left, right);
	if (kind === otherKind || (isInteger(kind) && isInteger(otherKind))) return basicValue(left) === basicValue(right);
	if (kind === 'nil' || otherKind === 'nil') return false;
	throw incompatible(left, right);
}

function areCompositesEqual(left: Value, right: Value): boolean {
	const isComparison = kindOf(left) === kindOf(right) || kindOf(left) === 'nil' || kindOf(right) === 'nil';
	if (!isComparison) throw new OperationError(`non-comparable types ${typeOf(left)}, ${typeOf(right)}`);
	if (isNil(left) || isNil(right)) return isNil(left) && isNil(right);
	if (!isComparable(right)) throw new OperationError(`non-comparable type ${typeOf(right)}`);
	return areStructsEqual(left, right);
}

function areStructsEqual(left: Value, right: Value): boolean {
	if (!(left instanceof Struct && right instanceof Struct)) return basicValue(left) === basicValue(right);
	if (left.type !== right.type) return false;
	return Object.keys(right.fields).every(name => areStructsEqual(left.fields[name], right.fields[name]));
}

function isComparable(value: Value): boolean {
	if (value instanceof Struct) return Object.values(value.fields).every(isComparable);
	return kindOf(value) !== 'slice' && kindOf(value) !== 'map';
}

function isInteger(kind: Kind): boolean {
	return kind === 'int' || kind === 'uint';
}

function basicValue(value: Value): Value {
	return value instanceof Float || value instanceof Uint ? value.value : value;
}

function numberOf(value: Value): number | bigint {
	const plain = basicValue(value);
	return typeof plain === 'number' || typeof plain === 'bigint' ? plain : 0;
}

function incompatible(left: Value, right: Value): OperationError {
	return new OperationError(`incompatible types for comparison: ${typeOf(left)} and ${typeOf(right)}`);
}
