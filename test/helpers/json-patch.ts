import {isDeepStrictEqual} from 'node:util';
import type {JsonPatchOperation} from '../../source/objects/cluster.ts';

/**
 * Applies a JSON patch (RFC 6902) to a copy of a value, with the API server's habit that `test` takes a missing field for null.
 * Throws an Error for an operation that fails.
 */
export function patched<Value>(value: Value, operations: readonly JsonPatchOperation[]): Value {
	const root: unknown = structuredClone(value);
	for (const {op, path, value} of operations) {
		const keys = path.split('/').slice(1).map(unescape);
		const last = keys.pop() ?? '';
		const parent = keys.reduce<unknown>((node, key) => childOf(node, key), root);
		if (op === 'test') test(childOf(parent, last), value, path);
		else change(parent, last, {op, path, value});
	}

	return root as Value;
}

function unescape(key: string): string {
	return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function childOf(node: unknown, key: string): unknown {
	return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined;
}

function test(actual: unknown, expected: unknown, path: string): void {
	if (!isDeepStrictEqual(actual ?? null, expected ?? null)) throw new Error(`testing path ${path} failed`);
}

function change(parent: unknown, key: string, {op, path, value}: JsonPatchOperation): void {
	if (typeof parent !== 'object' || parent === null) throw new Error(`${op} operation: path ${path} does not exist`);
	if (op !== 'add' && !(key in parent)) throw new Error(`${op} operation: path ${path} does not exist`);
	if (Array.isArray(parent)) {
		const index = key === '-' ? parent.length : Number(key);
		parent.splice(index, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [structuredClone(value)]));
	} else if (op === 'remove') delete (parent as Record<string, unknown>)[key];
	else (parent as Record<string, unknown>)[key] = structuredClone(value);
}
