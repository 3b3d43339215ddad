import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';

/** Files by their path below the root, each with the files that it imports: types and dynamic imports count as well. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const imported = /(?:\bfrom|\bimport|\bimport\()\s*'(\.[^']+)'/g;

/** What the TypeScript files of a folder import of each other. */
export function readImports(root: string): ImportGraph {
	const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file));
	return new Map(
		files.map(file => {
			const text = readFileSync(join(root, file), 'utf8');
			const found = [...text.matchAll(imported)].map(([, path = '']) => normalize(join(dirname(file), path)));
			return [file, found.filter(path => files.includes(path))];
		}),
	);
}

/** The room that a file is in: its first folder, or itself. */
export function roomOf(file: string): string {
	return file.split('/')[0] ?? file;
}

/** Imports of a room below one's own in this order, from the ground up: `info/app.ts -> tui/app.tsx`. */
export function arrowsUp(graph: ImportGraph, order: readonly string[]): readonly string[] {
	const height = (file: string): number => order.indexOf(roomOf(file));
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
