import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {arrowsUp, circles, importGraph, readSource, roomOf} from './import-graph.ts';
import {rooms, roomsPicture} from './rooms.ts';

const root = join(import.meta.dirname, '..', '..');
const source = join(root, 'source');
const files = readSource(source);
const graph = importGraph(files);
const names = rooms.map(({name}) => name);

test('each folder of source/ is a room of the list, and each room is there', () => {
	expect(new Set([...graph.keys()].map(file => roomOf(file, names)))).toEqual(new Set(names));
});

test('no import goes up', () => {
	expect(graph.size).toBeGreaterThan(400);
	expect(arrowsUp(graph, names)).toEqual([]);
});

test('no files import each other in a circle, not even types', () => {
	expect(circles(graph)).toEqual([]);
});

test('an arrow up is found wherever it hides', () => {
	const planted = new Map([
		['objects/labels.ts', ['objects/object.ts']],
		['info/app.ts', ['objects/labels.ts', 'tui/theme.ts']],
		['tui/theme.ts', ['info/app.ts']],
		['cli.ts', ['tui/theme.ts']],
	]);
	expect(arrowsUp(planted, names)).toEqual(['info/app.ts -> tui/theme.ts']);
});

test('a circle is found however long it is', () => {
	const planted = new Map([
		['a.ts', ['b.ts', 'd.ts']],
		['b.ts', ['c.ts']],
		['c.ts', ['b.ts', 'd.ts']],
		['d.ts', ['e.ts']],
		['e.ts', ['f.ts']],
		['f.ts', ['d.ts']],
	]);
	expect(circles(planted)).toEqual(['b.ts -> c.ts -> b.ts', 'd.ts -> e.ts -> f.ts -> d.ts']);
});

test('imports are read in all their forms', () => {
	expect(graph.get('cli.ts')).toContain('verbs/commands.ts');
	expect(graph.get('verbs/commands.ts')).toContain('verbs/watch/run.ts'); // import('…')
	expect(graph.get('mesh/route-of.ts')).toContain('mesh/route.ts'); // import type
});

test('what is imported can be read off, and is of this folder', () => {
	const computed = files.filter(({code}) => /\bimport\(\s*(?!['"])|\brequire\(\s*(?!['"])/.test(code));
	expect(computed.map(({path}) => path)).toEqual([]);
	const outside = files.flatMap(({path, paths}) =>
		paths.filter(to => to.startsWith('..')).map(to => `${path} -> ${to}`),
	);
	expect(outside.toSorted()).toEqual(['objects/version.ts -> ../package.json', 'verbs/help/run.ts -> ../package.json']);
});

test('a package is imported by the rooms that the list names it in, and of Node only what says node:', () => {
	const allowed = (room: string | undefined): readonly string[] =>
		rooms.find(({name}) => name === room)?.packages ?? [];
	const isAllowed = (path: string, name: string): boolean =>
		name.startsWith('node:') || allowed(roomOf(path, names)).some(each => name === each || name.startsWith(`${each}/`));
	const found = files.flatMap(({path, packages}) =>
		packages.filter(name => !isAllowed(path, name)).map(name => `${path} -> ${name}`),
	);
	expect(found).toEqual([]);
});

test('pure rooms read no clock, draw no lots and know no process', () => {
	const pure = new Set<string | undefined>(rooms.filter(({isPure}) => isPure).map(({name}) => name));
	const impure =
		/\bDate\.now\b|\bnew Date\b(?!\()|\bnew Date\(\)|(?<!new )\bDate\(|\bperformance\b|\bMath\.random\b|\bset(Timeout|Interval|Immediate)\b|\bprocess\b|\bfetch\(|\bcrypto\b/;
	const found = files.filter(({path, code}) => pure.has(roomOf(path, names)) && impure.test(code));
	expect(found.map(({path}) => path)).toEqual([]);
});

test('docs/architecture.md shows the rooms as they are', () => {
	expect(readFileSync(join(root, 'docs', 'architecture.md'), 'utf8')).toContain(`\n${roomsPicture()}\n`);
});
