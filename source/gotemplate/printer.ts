import {LimitError} from './limits.ts';
import type {Budget} from './limits.ts';
import {canonical} from './utf8.ts';
import {entriesOf, Float, isNil, itemsOf, keysOf, kindOf, Struct, typeOf} from './value.ts';
import type {Value} from './value.ts';
import {formatScalar, formatText, pad} from './verbs.ts';
import type {Flags} from './verbs.ts';

/** Values inside values, which only hostile data have that many of. */
const deepestValue = 200;

/** The digits of a float are worked out exactly, by whole numbers of up to a thousand bits. */
const stepsOfFloat = 64;

/** Writes values as Go's fmt package does: print, println and each verb of printf (but no addresses: `%p`). */
export class Printer {
	readonly #budget: Budget;
	#text = '';

	constructor(budget: Budget) {
		this.#budget = budget;
	}

	/** All that was written. */
	get text(): string {
		return canonical(this.#text);
	}

	write(text: string): void {
		this.#budget.spend(1);
		this.#text += text;
		this.#budget.checkLength(this.#text.length);
	}

	/** Values as Go's Sprint writes them: a space between two that are both no strings. */
	print(values: readonly Value[]): void {
		values.forEach((value, index) => {
			if (index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string') this.write(' ');
			this.printArgument(value, 'v', {});
		});
	}

	/** Values as Go's Sprintln writes them. */
	printLine(values: readonly Value[]): void {
		values.forEach((value, index) => {
			if (index > 0) this.write(' ');
			this.printArgument(value, 'v', {});
		});
		this.write('\n');
	}

	/** One argument of printf under a verb. */
	printArgument(value: Value, verb: string, flags: Flags): void {
		const filling = Math.max(flags.width ?? 0, flags.precision ?? 0);
		this.#budget.checkLength(filling);
		this.#budget.spendOnText(filling);
		if (kindOf(value) === 'nil') this.write(verb === 'v' || verb === 'T' ? pad('<nil>', flags) : `%!${verb}(<nil>)`);
		else if (verb === 'T') this.write(formatText(typeOf(value), flags));
		else this.#printValue(value, verb, flags, 0);
	}

	/** `TYPE=VALUE`, the form in which printf shows an argument that it could not use. */
	printWithType(value: Value, flags: Flags): void {
		if (kindOf(value) !== 'nil') this.write(`${typeOf(value)}=`);
		this.printArgument(value, 'v', flags);
	}

	#printValue(value: Value, verb: string, flags: Flags, depth: number): void {
		this.#spendOn(value);
		switch (kindOf(value)) {
			case 'nil':
				return this.write(flags.sharpV ? 'interface {}(nil)' : '<nil>');
			case 'map':
			case 'slice':
			case 'struct':
				if (depth > deepestValue) throw new LimitError(`values nest deeper than ${deepestValue} levels`);
				if (verb === 'w' || verb === 'p') return this.#printBadVerb(value, verb, flags);
				return this.#printComposite(value, verb, flags, depth);
			default: {
				const text = formatScalar(value, verb, flags);
				if (text === undefined) this.#printBadVerb(value, verb, flags);
				else this.write(text);
			}
		}
	}

	/** Before the work is done. */
	#spendOn(value: Value): void {
		if (value instanceof Float) this.#budget.spend(stepsOfFloat);
		else if (typeof value === 'string') this.#budget.spendOnText(value.length);
	}

	#printBadVerb(value: Value, verb: string, flags: Flags): void {
		this.write(`%!${verb}(`);
		this.printWithType(value, flags);
		this.write(')');
	}

	#printComposite(value: Value, verb: string, flags: Flags, depth: number): void {
		const isGoSyntax = flags.sharpV === true;
		if (isGoSyntax) this.write(typeOf(value));
		if (isGoSyntax && isNil(value)) return this.write('(nil)');
		const isBraced = isGoSyntax || value instanceof Struct;
		if (kindOf(value) === 'map' && !isGoSyntax) this.write('map');
		this.write(isBraced ? '{' : '[');
		this.#partsOf(value).forEach(([name, part], index) => {
			if (index > 0) this.write(isGoSyntax ? ', ' : ' ');
			this.#printName(name, value, verb, flags, depth);
			this.#printValue(part, verb, flags, depth + 1);
		});
		this.write(isBraced ? '}' : ']');
	}

	#printName(name: string, container: Value, verb: string, flags: Flags, depth: number): void {
		if (container instanceof Struct) {
			if (flags.plusV || flags.sharpV) this.write(`${name}:`);
		} else if (kindOf(container) === 'map') {
			this.#printValue(name, verb, flags, depth + 1);
			this.write(':');
		}
	}

	#partsOf(value: Value): readonly (readonly [name: string, part: Value])[] {
		if (value instanceof Struct) return Object.entries(value.fields);
		if (kindOf(value) === 'slice') return itemsOf(value).map(item => ['', item] as const);
		const entries = entriesOf(value);
		return keysOf(value).map(key => [key, entries[key]] as const);
	}
}

/** What an action writes for its value. */
export function display(value: Value, budget: Budget): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	if (kindOf(value) === 'nil') return '<no value>';
	const printer = new Printer(budget);
	printer.print([value]);
	return printer.text;
}
