import type {Budget} from './limits.ts';
import {Printer} from './printer.ts';
import {kindOf, Uint} from './value.ts';
import type {Value} from './value.ts';
import type {Flags} from './verbs.ts';

/** Go's Sprintf. Mistakes in the format do not fail, they are shown in the text, e.g. `%!d(string=hi)`. */
export function sprintf(format: string, values: readonly Value[], budget: Budget): string {
	const printer = new Printer(budget);
	new Formatting(format, values, printer).run();
	return printer.text;
}

/** Go takes no larger width, precision or argument index. */
const largest = 1_000_000;

class Formatting {
	readonly #format: string;
	readonly #values: readonly Value[];
	readonly #printer: Printer;
	/** Where the format is read, and the value that comes next. */
	#at = 0;
	#next = 0;
	/** Whether the last thing read was an argument index such as [3]. */
	#isAfterIndex = false;
	#isGoodIndex = true;
	/** Whether there was an argument index anywhere: then unused values are no mistake. */
	#isReordered = false;

	constructor(format: string, values: readonly Value[], printer: Printer) {
		this.#format = format;
		this.#values = values;
		this.#printer = printer;
	}

	run(): void {
		while (this.#at < this.#format.length) {
			const percent = this.#format.indexOf('%', this.#at);
			const end = percent < 0 ? this.#format.length : percent;
			this.#printer.write(this.#format.slice(this.#at, end));
			this.#at = end + 1;
			if (percent >= 0) this.#formatOne();
		}

		this.#reportExtra();
	}

	#formatOne(): void {
		this.#isGoodIndex = true;
		this.#isAfterIndex = false;
		const flags = this.#readFlags();
		this.#readIndex();
		this.#readWidth(flags);
		this.#readPrecision(flags);
		if (!this.#isAfterIndex) this.#readIndex();
		const code = this.#format.codePointAt(this.#at);
		if (code === undefined) return this.#printer.write('%!(NOVERB)');
		const verb = String.fromCodePoint(code);
		this.#at += verb.length;
		if (verb === '%') this.#printer.write('%');
		else if (!this.#isGoodIndex) this.#printer.write(`%!${verb}(BADINDEX)`);
		else if (this.#next >= this.#values.length) this.#printer.write(`%!${verb}(MISSING)`);
		else this.#printer.printArgument(this.#values[this.#next++], verb, forVerb(verb, flags));
	}

	#readFlags(): Flags {
		const flags: Flags = {};
		for (; ; this.#at++) {
			const character = this.#format[this.#at];
			if (character === '#') flags.sharp = true;
			else if (character === '0') flags.zero = true;
			else if (character === '+') flags.plus = true;
			else if (character === '-') flags.minus = true;
			else if (character === ' ') flags.space = true;
			else return flags;
		}
	}

	/** Reads an index such as [3], which makes the third value the next one. */
	#readIndex(): void {
		this.#isAfterIndex = false;
		if (this.#format[this.#at] !== '[') return;
		this.#isReordered = true;
		const close = this.#at + 2 < this.#format.length ? this.#format.indexOf(']', this.#at + 1) : -1;
		const index = close < 0 ? undefined : this.#indexBetween(this.#at + 1, close);
		this.#at = close < 0 ? this.#at + 1 : close + 1;
		this.#isAfterIndex = index !== undefined;
		if (index !== undefined && index >= 1 && index <= this.#values.length) this.#next = index - 1;
		else this.#isGoodIndex = false;
	}

	#indexBetween(start: number, end: number): number | undefined {
		const digits = this.#format.slice(start, Math.min(end, start + 20));
		return end - start < 20 && /^\d+$/.test(digits) && Number(digits) < largest * 10 ? Number(digits) : undefined;
	}

	#readWidth(flags: Flags): void {
		if (this.#format[this.#at] === '*') {
			this.#at++;
			const width = this.#takeInteger();
			if (width === undefined) this.#printer.write('%!(BADWIDTH)');
			else if (width < 0) flags.minus = true;

			flags.width = width === undefined ? undefined : Math.abs(width);
			this.#isAfterIndex = false;
			return;
		}

		flags.width = this.#readNumber();
		if (this.#isAfterIndex && flags.width !== undefined) this.#isGoodIndex = false;
	}

	#readPrecision(flags: Flags): void {
		if (this.#format[this.#at] !== '.' || this.#at + 1 >= this.#format.length) return;
		this.#at++;
		if (this.#isAfterIndex) this.#isGoodIndex = false;
		this.#readIndex();
		if (this.#format[this.#at] === '*') {
			this.#at++;
			const precision = this.#takeInteger();
			flags.precision = precision !== undefined && precision >= 0 ? precision : undefined;
			if (flags.precision === undefined) this.#printer.write('%!(BADPREC)');
			this.#isAfterIndex = false;
		} else flags.precision = this.#readNumber() ?? 0;
	}

	/** Reads digits. Too large a number swallows the rest of the format, as in Go. */
	#readNumber(): number | undefined {
		const start = this.#at;
		let number = 0;
		for (; /^\d$/.test(this.#format[this.#at] ?? ''); this.#at++) {
			if (number > largest) {
				this.#at = this.#format.length;
				return undefined;
			}

			number = number * 10 + Number(this.#format[this.#at]);
		}

		return this.#at > start ? number : undefined;
	}

	/** The next value as a width or precision; undefined when it is no integer in range. */
	#takeInteger(): number | undefined {
		if (this.#next >= this.#values.length) return undefined;
		const value = this.#values[this.#next++];
		const isInteger = kindOf(value) === 'int' || value instanceof Uint;
		const number = Number(value instanceof Uint ? value.value : value);
		return isInteger && Math.abs(number) <= largest ? number : undefined;
	}

	#reportExtra(): void {
		if (this.#isReordered || this.#next >= this.#values.length) return;
		this.#printer.write('%!(EXTRA ');
		this.#values.slice(this.#next).forEach((value, index) => {
			if (index > 0) this.#printer.write(', ');
			this.#printer.printWithType(value, {});
		});
		this.#printer.write(')');
	}
}

function forVerb(verb: string, flags: Flags): Flags {
	if (verb !== 'v' && verb !== 'w') return flags;
	const {sharp = false, plus = false} = flags;
	return {...flags, sharp: false, plus: false, sharpV: sharp, plusV: plus};
}
