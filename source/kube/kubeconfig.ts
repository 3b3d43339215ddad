import {existsSync} from 'node:fs';
import {delimiter, dirname, join, resolve, sep} from 'node:path';
import {parse} from 'yaml';
import type {Bound} from '../objects/bounded.ts';
import {isRecord} from '../objects/object.ts';
import type {Surroundings} from './connection-flags.ts';
import {readFileWithin} from './read-file.ts';

/** The fields of one cluster, user or context, under the names that they have in the file. */
export type Entry = Readonly<Record<string, unknown>>;

/** All kubeconfig files as one. A file's relative paths have become absolute. */
export interface Kubeconfig {
	readonly clusters: ReadonlyMap<string, Entry>;
	readonly users: ReadonlyMap<string, Entry>;
	readonly contexts: ReadonlyMap<string, Entry>;
	readonly currentContext: string | undefined;
}

/** Hundreds of clusters with their certificates. */
const kubeconfigBound: Bound = {
	mostBytes: 4 * 2 ** 20,
	what: 'it',
	remedy: 'divide it, and list its parts in KUBECONFIG',
};

const pathFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * Reads the kubeconfig as kubectl does ("Organizing Cluster Access Using kubeconfig Files", Kubernetes documentation): the
 * file of --kubeconfig, which must exist; else the files of KUBECONFIG that exist; else ~/.kube/config. Of entries with the
 * same name the first file's counts, as a whole. A part that is no list or map reads as empty.
 */
export function readKubeconfig(explicitFile: string | undefined, {env, home}: Surroundings): Kubeconfig {
	const clusters = new Map<string, Entry>();
	const users = new Map<string, Entry>();
	const contexts = new Map<string, Entry>();
	let currentContext: string | undefined;

	for (const file of kubeconfigFiles(explicitFile, env['KUBECONFIG'], home)) {
		const content = parseFile(file);
		collect(content['clusters'], 'cluster', file, clusters);
		collect(content['users'], 'user', file, users);
		collect(content['contexts'], 'context', file, contexts);
		currentContext ??= textField(content, 'current-context', file);
	}

	return {clusters, users, contexts, currentContext};
}

/** A text field of an entry; undefined when absent or empty. Throws when it is not text, as YAML makes of `token: 123`. */
export function textField(entry: Entry, field: string, owner: string): string | undefined {
	const value = entry[field];
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value === 'string') return value;
	throw new Error(`${owner}: ${field} must be a string; put it in quotes`);
}

function kubeconfigFiles(explicitFile: string | undefined, list: string | undefined, home: string): string[] {
	if (explicitFile) return [resolve(explicitFile)];
	const files = list ? list.split(delimiter).filter(Boolean) : [join(home, '.kube', 'config')];
	return [...new Set(files.map(file => resolve(file)))].filter(file => existsSync(file));
}

function parseFile(file: string): Entry {
	let content: unknown;
	try {
		const text = readFileWithin(file, kubeconfigBound).toString('utf8');
		content = text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text);
	} catch (error) {
		throw new Error(`cannot load the kubeconfig ${file}: ${firstLine(error)}`, {cause: error});
	}

	if (content === null || content === undefined) return {};
	if (!isRecord(content))
		throw new Error(`cannot load the kubeconfig ${file}: it is not a map of clusters, users and contexts`);
	return content;
}

/** The rest of a YAML error quotes the file, which may hold tokens. */
function firstLine(error: unknown): string {
	return error instanceof SyntaxError ? 'it is not valid JSON' : ((error as Error).message.split('\n', 1)[0] ?? '');
}

function collect(list: unknown, kind: 'cluster' | 'user' | 'context', file: string, found: Map<string, Entry>): void {
	if (!Array.isArray(list)) return;
	for (const [index, item] of list.entries()) {
		const name = isRecord(item) ? textField(item, 'name', file) : undefined;
		if (name === undefined) throw new Error(`cannot load the kubeconfig ${file}: ${kind} ${index + 1} has no name`);
		const entry = (item as Entry)[kind];
		if (!found.has(name)) found.set(name, isRecord(entry) ? withAbsolutePaths(entry, dirname(file)) : {});
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
