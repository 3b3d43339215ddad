import {nearest} from '../objects/nearest.ts';
import {nameFault, type NameRule} from '../objects/object-names.ts';
import {isRecord} from '../objects/object.ts';

/**
 * A mapping of a values file, read key by key. As in Helm, null means that a key is not given. Each reader throws an Error that
 * names the key with its path when the value is not what it should be.
 */
export class Values {
	readonly #mapping: Readonly<Record<string, unknown>>;
	readonly #path: string;

	/** Throws for anything but a mapping, and for keys other than the known ones, naming the nearest. */
	constructor(value: unknown, path: string, known: readonly string[]) {
		if (!isRecord(value))
			throw new Error(`${path === '' ? 'the values file' : path} is ${shown(value)}, not a mapping`);
		this.#mapping = value;
		this.#path = path;
		for (const key of Object.keys(value)) if (!known.includes(key)) throw this.#unknown(key, known);
	}

	has(key: string): boolean {
		return this.get(key) !== undefined;
	}

	get(key: string): unknown {
		return Object.hasOwn(this.#mapping, key) ? (this.#mapping[key] ?? undefined) : undefined;
	}

	/** The key with the path that leads to it, for messages. */
	pathOf(key: string): string {
		return this.#path === '' ? key : `${this.#path}.${key}`;
	}

	text(key: string): string | undefined {
		const value = this.get(key);
		if (value === undefined || value === '') return undefined;
		if (typeof value === 'string') return value;
		throw new Error(`${this.pathOf(key)} is ${shown(value)}, not a text: put it in quotes`);
	}

	/** A name that an object may have. */
	name(key: string, rule: NameRule = 'RFC 1035 label'): string | undefined {
		const name = this.text(key);
		const fault = name === undefined ? undefined : nameFault(name, rule);
		if (fault === undefined) return name;
		throw new Error(`${this.pathOf(key)} is ${shown(name)}, which no object may be called: it ${fault}`);
	}

	choice<const Word extends string>(key: string, words: readonly Word[]): Word | undefined {
		const text = this.text(key);
		const found = words.find(word => word === text);
		if (text === undefined || found !== undefined) return found;
		const near = nearest(text, words);
		throw new Error(
			`Unknown ${key}: '${text}'; ${near === undefined ? `there are: ${words.join(', ')}` : `did you mean ${near}?`}`,
		);
	}

	/** A whole number within limits; its digits in quotes do as well. */
	whole(key: string, least: number, most: number): number | undefined {
		const value = this.get(key);
		if (value === undefined) return undefined;
		const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
		if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number;
		throw new Error(`${this.pathOf(key)} is ${shown(value)}, not a whole number from ${least} to ${most}`);
	}

	port(key: string): number | undefined {
		return this.whole(key, 1, 65_535);
	}

	/** A list; an absent one is empty. */
	list(key: string): readonly unknown[] {
		const value = this.get(key);
		if (value === undefined) return [];
		if (Array.isArray(value)) return value;
		throw new Error(`${this.pathOf(key)} is ${shown(value)}, not a list`);
	}

	/** A mapping of texts, as labels and annotations are; an absent one is empty. */
	texts(key: string): Readonly<Record<string, string>> {
		const value = this.mapping(key) ?? {};
		for (const [name, text] of Object.entries(value)) {
			if (typeof text !== 'string')
				throw new Error(`${this.pathOf(key)}.${name} is ${shown(text)}, not a text: put it in quotes`);
		}

		return value as Readonly<Record<string, string>>;
	}

	/** A mapping with any keys. */
	mapping(key: string): Readonly<Record<string, unknown>> | undefined {
		const value = this.get(key);
		if (value === undefined || isRecord(value)) return value;
		throw new Error(`${this.pathOf(key)} is ${shown(value)}, not a mapping`);
	}

	/** A mapping that has the known keys only; an absent one is empty. */
	inner(key: string, known: readonly string[]): Values {
		return new Values(this.get(key) ?? {}, this.pathOf(key), known);
	}

	#unknown(key: string, known: readonly string[]): Error {
		const near = nearest(key, known);
		const advice = near === undefined ? `known here are: ${known.join(', ')}` : `did you mean ${near}?`;
		return new Error(`unknown key ${this.pathOf(key)}; ${advice}`);
	}
}

/** What was said to be a value, found or not; throws an Error with the path of the key that is missing. */
export function required<T>(value: T | undefined, path: string, why = ''): T {
	if (value === undefined) throw new Error(`${path} is required${why === '' ? '' : `: ${why}`}`);
	return value;
}

/** A value in a message, cut where it is long. */
function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
