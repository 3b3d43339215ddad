import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';

/** Files by their path below the root, each with the files that it imports: types and dynamic imports count as well. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** A file of a folder, as far as imports go. */
export interface SourceFile {
	/** Below the root, whatever its extension. */
	readonly path: string;
	/** Without comments. */
	readonly code: string;
	/** Paths below the root that it imports; one outside begins with `../`. */
	readonly paths: readonly string[];
	/** What else it imports: packages and Node's own modules. */
	readonly packages: readonly string[];
}

/** `import … from '…'`, `export … from '…'`, `import '…'`, `import('…')`, `import.meta.resolve('…')`, in any quotes. */
const imported =
	/(?:^\s*(?:import|export)\b[^'"`;]*?\bfrom|^\s*import|\bimport\(|\bimport\.meta\.resolve\()\s*(['"`])([^'"`\n]+)\1/gm;

/** All code of a folder with what it imports. */
export function readSource(root: string): readonly SourceFile[] {
	const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(file => /\.[cm]?[jt]sx?$/.test(file));
	return files.map(path => {
		const code = withoutComments(readFileSync(join(root, path), 'utf8'));
		const specifiers = [...code.matchAll(imported)].map(([, , specifier = '']) => specifier);
		return {
			path,
			code,
			paths: specifiers.filter(isPath).map(specifier => relative(root, resolve(root, dirname(path), specifier))),
			packages: specifiers.filter(specifier => !isPath(specifier)),
		};
	});
}

function isPath(specifier: string): boolean {
	return /^\.{0,2}\//.test(specifier);
}

function withoutComments(text: string): string {
	return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/** What the files of a folder import of each other. */
export function importGraph(files: readonly SourceFile[]): ImportGraph {
	return new Map(files.map(({path, paths}) => [path, paths]));
}

/** The room that a file is in: of those that hold it the innermost; undefined for none. */
export function roomOf(file: string, rooms: readonly string[]): string | undefined {
	const holding = rooms.filter(room => file === room || file.startsWith(`${room}/`));
	return holding.toSorted((one, other) => other.length - one.length)[0];
}

/** Imports of a room below one's own in this order, from the ground up: `info/app.ts -> tui/app.tsx`. */
export function arrowsUp(graph: ImportGraph, order: readonly string[]): readonly string[] {
	const height = (file: string): number => order.indexOf(roomOf(file, order) ?? '');
	return [...graph].flatMap(([file, paths]) =>
		paths.filter(path => height(path) > height(file)).map(path => `${file} -> ${path}`),
	);
}

/** Files that import each other in a circle, as `a.ts -> b.ts -> a.ts`: the first circle that is met from each file. */
export function circles(graph: ImportGraph): readonly string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]): void => {
		const start = path.indexOf(file);
		if (start !== -1) found.push([...path.slice(start), file].join(' -> '));
		if (start !== -1 || done.has(file)) return;
		for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
		done.add(file);
	};
	for (const file of graph.keys()) visit(file, []);
	return found;
}
