import {closeSync, openSync, unlinkSync, writeSync} from 'node:fs';
import type {Pair} from '../../analysis/comparison/pair.ts';
import {UsageError} from '../../objects/usage-error.ts';
import {escapeJson} from '../../print/escape.ts';
import {unwritableWords} from '../write-report.ts';

/**
 * A new file with one line for each input that is answered differently: where it stands, its label, the request, the outputs of
 * both. It is never one that is there already. A label and a request are written as they were given, so that the file can be
 * sent again.
 */
export class DisagreementFile {
	readonly #name: string;
	readonly #descriptor: number;
	#isEmpty = true;

	/** Throws an Error that names the file where it cannot be made. */
	constructor(name: string) {
		if (name === '' || name === '-') throw new UsageError('--save-disagreements needs the name of a new file');
		this.#name = name;
		this.#descriptor = this.#try(() => openSync(name, 'wx'));
	}

	write({input: {where, labelJson, body}, primary, candidate}: Pair): void {
		const line = {
			where: JSON.stringify(where),
			label: labelJson,
			primary: JSON.stringify(primary.outputs),
			candidate: JSON.stringify(candidate.outputs),
			// No text of JSON has a line break in it; between its values they are blanks.
			request: body.replaceAll(/[\r\n]+/g, ' '),
		};
		const members = Object.entries(line).flatMap(([name, json]) => (json === undefined ? [] : [`"${name}":${json}`]));
		this.#isEmpty = false;
		this.#try(() => writeSync(this.#descriptor, `${escapeJson(`{${members.join(',')}}`)}\n`));
	}

	close(): void {
		closeSync(this.#descriptor);
	}

	/** Closes it, and takes it away when nothing was written: it would be in the way of the next run. */
	abandon(): void {
		this.close();
		if (this.#isEmpty) this.#try(() => unlinkSync(this.#name));
	}

	#try<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			throw new Error(`cannot write ${this.#name}: ${unwritableWords(error)}`, {cause: error});
		}
	}
}
