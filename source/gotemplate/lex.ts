import {countLines} from './error.ts';
import type {Budget} from './limits.ts';
import {quote, unicodeName} from './quote.ts';
import {byteLength} from './utf8.ts';

export type TokenKind =
	| 'assign'
	| 'bool'
	| 'character'
	| 'complex'
	| 'declare'
	| 'eof'
	| 'error'
	| 'field'
	| 'identifier'
	| 'leftDelimiter'
	| 'leftParenthesis'
	| 'mark'
	| 'number'
	| 'pipe'
	| 'rawString'
	| 'rightDelimiter'
	| 'rightParenthesis'
	| 'space'
	| 'string'
	| 'text'
	| 'variable'
	| Keyword;

const keywords = [
	'.',
	'block',
	'break',
	'continue',
	'define',
	'else',
	'end',
	'if',
	'nil',
	'range',
	'template',
	'with',
] as const;

type Keyword = (typeof keywords)[number];

export interface Token {
	readonly kind: TokenKind;
	/** The token as it is written; of an error, its message. */
	readonly text: string;
	/** Offset into the template's text. */
	readonly at: number;
	/** Line of the token's start, from 1. */
	readonly line: number;
}

/** A token (but the last one, the end or an error) as Go's messages show it: one of more than 10 bytes is cut, to 10 characters. */
export function describeToken({kind, text}: Token): string {
	if (isKeyword(kind)) return `<${text}>`;
	// enough for 10 characters, and for more than 10 bytes
	const start = text.slice(0, 24);
	if (byteLength(start) <= 10) return quote(text);
	return `${quote(Array.from(start).slice(0, 10).join(''))}...`;
}

/**
 * Cuts a template's text into tokens; the last one is `eof` or `error`. Comments are dropped, trim markers obeyed. Throws LimitError
 * when there are too many for the budget.
 */
export function lex(text: string, budget: Budget): readonly Token[] {
	return new Lexer(text, budget).run();
}

/** The parser takes its part of them. */
const stepsOfToken = 2;

const spaces = ' \t\r\n';
const leftDelimiter = '{{';
const rightDelimiter = '}}';

class Lexer {
	readonly #text: string;
	readonly #budget: Budget;
	readonly #tokens: Token[] = [];
	/** Where the next character is read. */
	#at = 0;
	/** Where the token being read began, and its line. */
	#start = 0;
	#line = 1;
	#isInAction = false;
	#openParentheses = 0;

	constructor(text: string, budget: Budget) {
		this.#text = text;
		this.#budget = budget;
	}

	run(): readonly Token[] {
		while (this.#tokens.at(-1)?.kind !== 'error') {
			if (this.#isInAction) this.#lexInAction();
			else if (this.#at < this.#text.length) this.#lexText();
			else {
				this.#emit('eof');
				break;
			}
		}

		return this.#tokens;
	}

	#emit(kind: TokenKind): void {
		this.#budget.spend(stepsOfToken);
		if (kind !== 'text') this.#budget.spendOnText(this.#at - this.#start);
		this.#tokens.push({kind, text: this.#text.slice(this.#start, this.#at), at: this.#start, line: this.#line});
		this.#skip();
	}

	#fail(message: string): void {
		this.#tokens.push({kind: 'error', text: message, at: this.#start, line: this.#line});
	}

	/** Drops what was read since the last token. */
	#skip(): void {
		this.#line += countLines(this.#text.slice(this.#start, this.#at));
		this.#start = this.#at;
	}

	#skipSpaces(): void {
		while (isSpace(this.#text[this.#at])) this.#at++;
		this.#skip();
	}

	#lexText(): void {
		const delimiter = this.#text.indexOf(leftDelimiter, this.#at);
		if (delimiter < 0) {
			this.#at = this.#text.length;
			this.#emit('text');
			return;
		}

		const inside = delimiter + leftDelimiter.length;
		const isTrimmed = this.#text[inside] === '-' && isSpace(this.#text[inside + 1]);
		this.#at = delimiter;
		if (isTrimmed) while (this.#at > this.#start && isSpace(this.#text[this.#at - 1])) this.#at--;
		if (this.#at > this.#start) this.#emit('text');
		this.#at = delimiter;
		this.#skip();
		const content = isTrimmed ? inside + 2 : inside;
		if (this.#text.startsWith('/*', content)) this.#lexComment(content);
		else this.#enterAction(inside, content);
	}

	#enterAction(inside: number, content: number): void {
		this.#at = inside;
		this.#emit('leftDelimiter');
		this.#at = content;
		this.#skip();
		this.#isInAction = true;
		this.#openParentheses = 0;
	}

	#lexComment(content: number): void {
		const end = this.#text.indexOf('*/', content + 2);
		if (end < 0) return this.#fail('unclosed comment');
		this.#at = end + 2;
		const closing = this.#closingDelimiter();
		if (closing === undefined) return this.#fail('comment ends before closing delimiter');
		this.#leave(closing);
	}

	/** What closes the action here, if anything does. */
	#closingDelimiter(): '}}' | ' -}}' | undefined {
		if (this.#text.startsWith(rightDelimiter, this.#at)) return '}}';
		const isTrimmed = isSpace(this.#text[this.#at]) && this.#text.startsWith(`-${rightDelimiter}`, this.#at + 1);
		return isTrimmed ? ' -}}' : undefined;
	}

	#leave(closing: '}}' | ' -}}'): void {
		this.#at += closing.length;
		if (closing === ' -}}') this.#skipSpaces();
		else this.#skip();
	}

	#lexInAction(): void {
		const closing = this.#closingDelimiter();
		if (closing !== undefined) {
			if (this.#openParentheses > 0) return this.#fail('unclosed left paren');
			this.#at += closing.length - rightDelimiter.length;
			this.#skip();
			this.#tokens.push({kind: 'rightDelimiter', text: rightDelimiter, at: this.#at, line: this.#line});
			this.#at -= closing.length - rightDelimiter.length;
			this.#leave(closing);
			this.#isInAction = false;
			return;
		}

		const character = this.#text[this.#at];
		if (character === undefined) return this.#fail('unclosed action');
		if (isSpace(character)) return this.#lexSpace();
		switch (character) {
			case '"':
				return this.#lexQuoted('"', 'string', 'unterminated quoted string');
			case "'":
				return this.#lexQuoted("'", 'character', 'unterminated character constant');
			case '`':
				return this.#lexRawString();
			case '$':
				return this.#lexName('variable');
			case '.':
				if (!/[0-9]/.test(this.#text[this.#at + 1] ?? '0')) return this.#lexName('field');
				return this.#lexNumber();
			case ':':
				if (this.#text[this.#at + 1] !== '=') return this.#fail('expected :=');
				this.#at += 2;
				return this.#emit('declare');
			default:
		}

		if (/[-+0-9]/.test(character)) return this.#lexNumber();
		if (isAlphanumeric(this.#character())) return this.#lexIdentifier();
		this.#lexMark(character);
	}

	#lexMark(character: string): void {
		this.#at++;
		switch (character) {
			case '=':
				return this.#emit('assign');
			case '|':
				return this.#emit('pipe');
			case '(':
				this.#openParentheses++;
				return this.#emit('leftParenthesis');
			case ')':
				if (--this.#openParentheses < 0) return this.#fail('unexpected right paren');
				return this.#emit('rightParenthesis');
			default:
				if (/[!-~]/.test(character)) return this.#emit('mark');
				this.#at--;
				this.#fail(`unrecognized character in action: ${unicodeName(this.#character(), true)}`);
		}
	}

	#lexSpace(): void {
		// The last space belongs to a trim marker that may follow.
		while (isSpace(this.#text[this.#at]) && this.#closingDelimiter() === undefined) this.#at++;
		this.#emit('space');
	}

	#lexQuoted(quoteMark: string, kind: TokenKind, unterminated: string): void {
		for (this.#at++; ; this.#at++) {
			if (this.#text[this.#at] === quoteMark) break;
			if (this.#text[this.#at] === '\\') this.#at++;
			const character = this.#text[this.#at];
			if (character === undefined || character === '\n') return this.#fail(unterminated);
		}

		this.#at++;
		this.#emit(kind);
	}

	#lexRawString(): void {
		const end = this.#text.indexOf('`', this.#at + 1);
		if (end < 0) return this.#fail('unterminated raw quoted string');
		this.#at = end + 1;
		this.#emit('rawString');
	}

	/** A field or variable: a `.` or `$` and the name behind it, which may be empty. */
	#lexName(kind: 'field' | 'variable'): void {
		this.#at++;
		const isAlone = this.#isAtTerminator();
		if (!this.#readAlphanumerics()) return;
		this.#emit(isAlone && kind === 'field' ? '.' : kind);
	}

	#lexIdentifier(): void {
		if (!this.#readAlphanumerics()) return;
		const word = this.#text.slice(this.#start, this.#at);
		if (isKeyword(word)) this.#emit(word);
		else this.#emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
	}

	/** Reads a word; false, and an error token, when something follows it that may not. */
	#readAlphanumerics(): boolean {
		let character = this.#character();
		while (isAlphanumeric(character)) {
			this.#at += character.length;
			character = this.#character();
		}

		if (this.#isAtTerminator()) return true;
		this.#fail(`bad character ${unicodeName(character, true)}`);
		return false;
	}

	#isAtTerminator(): boolean {
		const character = this.#text[this.#at];
		if (character === undefined || isSpace(character) || '.,|:)('.includes(character)) return true;
		return this.#text.startsWith(rightDelimiter, this.#at);
	}

	/** Scans what may be a number; whether it is one is for the parser to say. */
	#lexNumber(): void {
		let isNumber = this.#scanNumber();
		const isComplex = isNumber && /[-+]/.test(this.#text[this.#at] ?? '');
		if (isComplex) isNumber = this.#scanNumber() && this.#text[this.#at - 1] === 'i';
		if (isNumber) this.#emit(isComplex ? 'complex' : 'number');
		else this.#fail(`bad number syntax: ${quote(this.#text.slice(this.#start, this.#at))}`);
	}

	#scanNumber(): boolean {
		numberForm.lastIndex = this.#at;
		numberForm.test(this.#text);
		this.#at = numberForm.lastIndex;
		const next = this.#character();
		if (!isAlphanumeric(next)) return true;
		this.#at += next.length;
		return false;
	}

	#character(): string {
		const code = this.#text.codePointAt(this.#at);
		return code === undefined ? '' : String.fromCodePoint(code);
	}
}

/** Matches at every place, perhaps nothing. */
const numberForm =
	/[-+]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][-+]?[\d_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?[\d_]*)?)i?/y;

function isSpace(character: string | undefined): boolean {
	return character !== undefined && spaces.includes(character);
}

function isAlphanumeric(character: string): boolean {
	return /^[_\p{L}\p{Nd}]$/u.test(character);
}

function isKeyword(word: string): word is Keyword {
	return (keywords as readonly string[]).includes(word);
}
