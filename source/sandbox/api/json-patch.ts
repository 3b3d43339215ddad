import {isDeepStrictEqual} from 'node:util';
import type {JsonPatchOperation} from '../../objects/cluster.ts';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import {StatusError} from './status-error.ts';

/** An object after a JSON patch. Throws the API server's error for one that cannot be applied, whatever is wrong with it. */
export function patchedBy(object: KubeObject, operations: readonly JsonPatchOperation[]): KubeObject {
	try {
		return jsonPatched(object, operations) as KubeObject;
	} catch (error) {
		const message = 'the server rejected our request due to an error in our request';
		throw new StatusError(422, 'Invalid', message, {}, {cause: error});
	}
}

/**
 * Applies a JSON patch (RFC 6902) to a copy of a value, with the API server's habit that `test` takes a missing field for null.
 * Throws an Error for an operation that fails or is none.
 */
export function jsonPatched(value: unknown, operations: readonly JsonPatchOperation[]): unknown {
	let root: unknown = structuredClone(value);
	for (const {op, path, from, value: operand} of operations as readonly Operation[]) {
		switch (op) {
			case 'test':
				test(at(root, path), operand, path);
				break;
			case 'add':
			case 'remove':
			case 'replace':
				root = changed(root, op, path, operand);
				break;
			case 'copy':
			case 'move': {
				const source = mustBeAt(root, from ?? '');
				if (op === 'move') root = changed(root, 'remove', from ?? '', undefined);
				root = changed(root, 'add', path, source);
				break;
			}

			default:
				throw new Error(`Unexpected kind: ${String(op)}`);
		}
	}

	return root;
}

interface Operation {
	readonly op: JsonPatchOperation['op'] | 'copy' | 'move';
	readonly path: string;
	readonly from?: string;
	readonly value?: unknown;
}

function keysOf(path: string): readonly string[] {
	return path
		.split('/')
		.slice(1)
		.map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(root: unknown, path: string): unknown {
	return keysOf(path).reduce<unknown>((node, key) => childOf(node, key), root);
}

function mustBeAt(root: unknown, path: string): unknown {
	const found = at(root, path);
	if (found === undefined) throw new Error(`path ${path} does not exist`);
	return found;
}

function childOf(node: unknown, key: string): unknown {
	if (Array.isArray(node)) return (node as unknown[])[Number(key)];
	return isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}

function test(actual: unknown, expected: unknown, path: string): void {
	if (!isDeepStrictEqual(actual ?? null, expected ?? null)) throw new Error(`testing path ${path} failed`);
}

function changed(root: unknown, op: 'add' | 'remove' | 'replace', path: string, value: unknown): unknown {
	if (path === '') return structuredClone(value);
	const keys = keysOf(path);
	const last = keys.at(-1) ?? '';
	const parent = keys.slice(0, -1).reduce<unknown>((node, key) => childOf(node, key), root);
	if (typeof parent !== 'object' || parent === null) throw new Error(`${op}: path ${path} does not exist`);
	const isMissing = childOf(parent, last) === undefined;
	// a missing key of a map may be replaced
	if (isMissing && (op === 'remove' || (op === 'replace' && Array.isArray(parent))))
		throw new Error(`${op}: path ${path} does not exist`);
	if (Array.isArray(parent)) {
		const index = last === '-' ? parent.length : Number(last);
		if (!Number.isInteger(index) || index < 0 || index > parent.length) throw new Error(`${op}: index of ${path}`);
		parent.splice(index, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [structuredClone(value)]));
	} else if (op === 'remove') delete (parent as Record<string, unknown>)[last];
	else setOwn(parent, last, structuredClone(value));
	return root;
}

/** A key like `__proto__` is a key as any other. */
function setOwn(target: object, key: string, value: unknown): void {
	Object.defineProperty(target, key, {value, enumerable: true, configurable: true, writable: true});
}
