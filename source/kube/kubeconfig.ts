import {delimiter, dirname, join, resolve, sep} from 'node:path';
import {parseAllDocuments, YAMLParseError, type DocumentOptions, type ParseOptions, type SchemaOptions} from 'yaml';
import type {Bound} from '../objects/bounded.ts';
import {encodingFault} from '../objects/decode.ts';
import {isRecord} from '../objects/object.ts';
import {unreadableWords} from '../process/unreadable-words.ts';
import type {Surroundings} from './connection-flags.ts';
import {readTextWithin} from './read-file.ts';

/** The fields of one cluster, user or context, under the names that they have in the file. */
export type Entry = Readonly<Record<string, unknown>>;

/** All kubeconfig files as one. A file's relative paths have become absolute. */
export interface Kubeconfig {
	readonly clusters: ReadonlyMap<string, Entry>;
	readonly users: ReadonlyMap<string, Entry>;
	readonly contexts: ReadonlyMap<string, Entry>;
	readonly currentContext: string | undefined;
	/** The files of KUBECONFIG that were skipped, as they do not exist. */
	readonly missing: readonly string[];
}

/** Hundreds of clusters with their certificates. */
const kubeconfigBound: Bound = {
	mostBytes: 4 * 2 ** 20,
	what: 'it',
	remedy: 'divide it, and list its parts in KUBECONFIG',
};

/**
 * What scalars mean to Kubernetes: `yes` is a boolean, as in YAML 1.1, but nothing is a date or of base 60. A key's last value
 * counts.
 */
const yamlOptions: DocumentOptions & ParseOptions & SchemaOptions = {
	schema: 'yaml-1.1',
	customTags: tags =>
		tags.filter(
			tag => typeof tag === 'string' || !(tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME')),
		),
	uniqueKeys: false,
	// Warnings would quote the text, in one of Node's.
	logLevel: 'error',
};

const pathFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * Reads the kubeconfig as kubectl does ("Organizing Cluster Access Using kubeconfig Files", Kubernetes documentation): the
 * file of --kubeconfig, which must exist; else the files of KUBECONFIG that exist; else ~/.kube/config. Of entries with the
 * same name the first file's counts, as a whole. Only a file that does not exist is skipped: one that cannot be read is an error.
 * Errors have no cause and quote nothing of a file, which may hold secrets.
 */
export function readKubeconfig(explicitFile: string | undefined, {env, home}: Surroundings): Kubeconfig {
	const clusters = new Map<string, Entry>();
	const users = new Map<string, Entry>();
	const contexts = new Map<string, Entry>();
	const missing: string[] = [];
	let currentContext: string | undefined;

	for (const file of kubeconfigFiles(explicitFile, env['KUBECONFIG'], home)) {
		const content = readFile(file, Boolean(explicitFile));
		if (content === undefined) {
			if (env['KUBECONFIG']) missing.push(file);
			continue;
		}

		collect(content['clusters'], 'cluster', file, clusters);
		collect(content['users'], 'user', file, users);
		collect(content['contexts'], 'context', file, contexts);
		currentContext ??= textField(content, 'current-context', file);
	}

	return {clusters, users, contexts, currentContext, missing};
}

/** A field of an entry that is true or false; false when absent. Throws when it is something else, as `"true"` is. */
export function flagField(entry: Entry, field: string, owner: string): boolean {
	const value = entry[field] ?? false;
	if (typeof value === 'boolean') return value;
	throw new Error(`${owner}: ${field} must be true or false, without quotes`);
}

/** A map among the fields of an entry; undefined when absent. Throws when it is something else. */
export function mapField(entry: Entry, field: string, owner: string): Entry | undefined {
	const value = entry[field];
	if (value === undefined || value === null) return undefined;
	if (isRecord(value)) return value;
	throw new Error(`${owner}: ${field} must be a map`);
}

/** A list of texts among the fields of an entry; empty when absent. Throws when it is something else. */
export function textsField(entry: Entry, field: string, owner: string): string[] {
	const value = entry[field] ?? [];
	if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value;
	throw new Error(`${owner}: ${field} must be a list of strings`);
}

/** A text field of an entry; undefined when absent or empty. Throws when it is not text, as YAML makes of `token: 123`. */
export function textField(entry: Entry, field: string, owner: string): string | undefined {
	const value = entry[field];
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value === 'string') return value;
	throw new Error(`${owner}: ${field} must be a string; put it in quotes`);
}

function kubeconfigFiles(explicitFile: string | undefined, list: string | undefined, home: string): string[] {
	if (explicitFile) return [absolutePath(explicitFile)];
	if (!list) return home === '' ? [] : [join(home, '.kube', 'config')];
	return [...new Set(list.split(delimiter).filter(Boolean).map(absolutePath))];
}

/** Relative to the working directory, which may be gone. */
function absolutePath(file: string): string {
	try {
		return resolve(file);
	} catch {
		throw fault(file, 'the working directory does not exist any more');
	}
}

/** Undefined when the file does not exist and need not. */
function readFile(file: string, mustExist: boolean): Entry | undefined {
	let text: string;
	try {
		text = readTextWithin(file, kubeconfigBound);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !mustExist) return undefined;
		throw fault(file, unreadableWords(error));
	}

	const encoding = encodingFault(text);
	if (encoding !== undefined) throw fault(file, encoding);
	const content = parseJson(text) ?? parseYaml(text, file);
	if (content === null || content === undefined) return {};
	if (!isRecord(content)) throw fault(file, 'it is not a map of clusters, users and contexts');
	const kind = textField(content, 'kind', file) ?? 'Config';
	const apiVersion = textField(content, 'apiVersion', file) ?? 'v1';
	if (kind !== 'Config' || apiVersion !== 'v1') throw fault(file, 'it is no Config of apiVersion v1');
	return content;
}

/** JSON is read quicker so. Undefined for what may still be YAML, in which maps may begin with a brace, too. */
function parseJson(text: string): unknown {
	if (!text.trimStart().startsWith('{')) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The first document. The library's messages quote the text, so of its errors only the place is told. */
function parseYaml(text: string, file: string): unknown {
	try {
		const document = parseAllDocuments(text, yamlOptions)[0];
		const [error] = document?.errors ?? [];
		if (error !== undefined) throw error;
		return document?.toJS() as unknown;
	} catch (error) {
		const place = error instanceof YAMLParseError ? error.linePos?.[0] : undefined;
		throw fault(
			file,
			`it is not valid YAML${place === undefined ? '' : ` at line ${place.line}, column ${place.col}`}`,
		);
	}
}

function fault(file: string, reason: string): Error {
	return new Error(`cannot load the kubeconfig ${file}: ${reason}`);
}

function collect(list: unknown, kind: 'cluster' | 'user' | 'context', file: string, found: Map<string, Entry>): void {
	if (list === undefined || list === null) return;
	if (!Array.isArray(list)) throw fault(file, `${kind}s is no list`);
	const names = new Set<string>();
	for (const [index, item] of list.entries()) {
		if (item !== null && !isRecord(item)) throw fault(file, `${kind} ${index + 1} is no map`);
		// As kubectl, which takes an entry without a name for one whose name is empty.
		const name = item === null ? '' : (textField(item, 'name', file) ?? '');
		if (names.has(name)) throw fault(file, `there are two ${kind}s of the name "${name}"`);
		names.add(name);
		const entry = item?.[kind] ?? {};
		if (!isRecord(entry)) throw fault(file, `${kind} "${name}" is no map`);
		if (!found.has(name)) found.set(name, withAbsolutePaths(entry, dirname(file)));
	}
}

function withAbsolutePaths(entry: Entry, folder: string): Entry {
	const absolute: Record<string, unknown> = {...entry};
	for (const field of pathFields) {
		const path = entry[field];
		if (typeof path === 'string' && path !== '') absolute[field] = resolve(folder, path);
	}

	const exec = entry['exec'];
	if (isRecord(exec) && typeof exec['command'] === 'string' && exec['command'].includes(sep)) {
		absolute['exec'] = {...exec, command: resolve(folder, exec['command'])};
	}

	return absolute;
}
