import {closeSync, openSync, unlinkSync, writeSync} from 'node:fs';
import type {Pair} from '../../analysis/comparison/pair.ts';
import {jsonOrText} from '../../inference/v2.ts';
import {UsageError} from '../../objects/usage-error.ts';
import {escapeJson} from '../../print/escape.ts';
import {unwritableWords} from '../write-report.ts';

/**
 * A new file with one line for each input that is answered differently: where it stands, its label, the request, the outputs of
 * both. It is never one that is there already.
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

	write({input: {where, label, body}, primary, candidate}: Pair): void {
		const line = {
			where,
			label,
			primary: primary.outputs,
			candidate: candidate.outputs,
			request: jsonOrText(body),
		};
		this.#isEmpty = false;
		this.#try(() => writeSync(this.#descriptor, `${escapeJson(JSON.stringify(line))}\n`));
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
