import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {KserveRelease} from '../testbed/real-kserve.ts';
import {versions} from '../testbed/versions.ts';
import type {Mode} from './inference-service.ts';
import {shapeOf} from './shape.ts';
import type {TraceLine} from './trace.ts';

const version = {kserve: versions.realKserve, 'kserve-old': versions.kserve};

/** The recorded traces of a release and mode: one file a transition, one line a state of the InferenceService. */
export class Fixtures {
	readonly #folder: string;

	constructor(release: KserveRelease, mode: Mode) {
		const all = join(import.meta.dirname, '..', '..', 'fixtures', 'kserve');
		this.#folder = join(all, `v${version[release]}`, mode.toLowerCase());
	}

	/**
	 * Keeps a trace of a transition if it is the first, or has a state unlike all that were recorded: what is seen on the way
	 * differs from run to run. Resolves to the shapes that are new.
	 */
	async add(transition: string, trace: readonly TraceLine[]): Promise<readonly string[]> {
		await mkdir(this.#folder, {recursive: true});
		const unknown = await this.unknown(trace);
		const [first] = this.#paths(transition);
		if (unknown.length > 0 || (first !== undefined && !existsSync(first))) {
			const free = this.#paths(transition).find(path => !existsSync(path));
			if (free === undefined) throw new Error(`${transition} has been recorded too often`);
			await writeFile(free, trace.map(line => `${JSON.stringify(line)}\n`).join(''));
		}

		return unknown;
	}

	/** The shapes of a trace that no recording has. */
	async unknown(trace: readonly TraceLine[]): Promise<readonly string[]> {
		const known = await this.#shapes();
		return [...new Set(trace.map(shapeOf))].filter(shape => !known.has(shape));
	}

	#paths(transition: string): readonly string[] {
		const numbers = Array.from({length: 99}, (_, index) => (index === 0 ? '' : `.${index + 1}`));
		return numbers.map(number => join(this.#folder, `${transition}${number}.jsonl`));
	}

	async #shapes(): Promise<ReadonlySet<string>> {
		const files = await readdir(this.#folder);
		const texts = await Promise.all(files.map(async file => readFile(join(this.#folder, file), 'utf8')));
		// a transition of which no status tells has no line
		const lines = texts.flatMap(text => text.split('\n')).filter(line => line !== '');
		return new Set(lines.map(line => shapeOf(JSON.parse(line) as TraceLine)));
	}
}
