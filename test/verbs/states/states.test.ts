import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {scenes} from './states.ts';
import {toldOf, type Told} from './table.ts';

/** How many scenes are played at a time: they wait more than they work. */
const concurrency = 8;

async function toldOfAll(): Promise<ReadonlyMap<string, Told>> {
	const all = await scenes();
	const told = new Map<string, Told>();
	const rest = all.values();
	async function work(): Promise<void> {
		for (const scene of rest) told.set(scene.name, await toldOf(scene));
	}

	await Promise.all(Array.from({length: concurrency}, work));
	return new Map(all.flatMap(({name}) => [[name, told.get(name) ?? {faces: '', advice: ''}]]));
}

/** The sections of a file: `== NAME`, then lines. */
function sections(file: string): Readonly<Record<string, string>> {
	const text = readFileSync(join(import.meta.dirname, file), 'utf8');
	const parts = text.split(/^== /m).slice(1);
	return Object.fromEntries(
		parts.map(part => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const),
	);
}

test('in each state of the catalogue status, terminal UI, check and last line say the same, and what they advise ends as promised', async () => {
	const told = await toldOfAll();
	const each = (face: keyof Told) => Object.fromEntries(Array.from(told, ([name, texts]) => [name, texts[face]]));
	expect(each('faces')).toEqual(sections('faces.txt'));
	expect(each('advice')).toEqual(sections('advice.txt'));
});
