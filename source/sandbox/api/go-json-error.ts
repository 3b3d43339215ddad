/**
 * What Go's encoding/json says of a text that is no JSON, so that kubectl's users read here what they read elsewhere. The text
 * must be invalid.
 */
export function goJsonError(body: Buffer | string): string {
	// Go reads bytes, and takes each for a character
	const text = (typeof body === 'string' ? Buffer.from(body) : body).toString('latin1');
	let position = 0;

	const skip = (): void => {
		while (/[ \t\r\n]/.test(text[position] ?? '')) position++;
	};
	const fail = (where: string): never => {
		if (position >= text.length) throw new SyntaxError('unexpected end of JSON input');
		throw new SyntaxError(`invalid character ${quoted(text[position] ?? '')} ${where}`);
	};
	const word = (letters: string): void => {
		for (const letter of letters) {
			if (text[position] !== letter) fail(`in literal ${letters} (expecting '${letter}')`);
			position++;
		}
	};
	const string = (): void => {
		position++;
		while (text[position] !== '"') {
			const character = text[position] ?? '';
			if (character === '' || character < ' ') fail('in string literal');
			position++;
			if (character !== '\\') continue;
			if (!/["\\/bfnrtu]/.test(text[position] ?? '')) fail('in string escape code');
			position++;
		}

		position++;
	};
	const digits = (where: string): void => {
		if (!/\d/.test(text[position] ?? '')) fail(where);
		while (/\d/.test(text[position] ?? '')) position++;
	};
	const number = (): void => {
		if (text[position] === '-') position++;
		if (text[position] === '0') position++;
		else digits('in numeric literal');
		if (text[position] === '.') {
			position++;
			digits('after decimal point in numeric literal');
		}

		if (!/[eE]/.test(text[position] ?? '')) return;
		position++;
		if (/[+-]/.test(text[position] ?? '')) position++;
		digits('in exponent of numeric literal');
	};
	const members = (end: string, isObject: boolean): void => {
		position++;
		skip();
		if (text[position] === end) return void position++;
		for (;;) {
			skip();
			if (isObject) {
				if (text[position] !== '"') fail('looking for beginning of object key string');
				string();
				skip();
				if (text[position] !== ':') fail('after object key');
				position++;
			}

			value();
			skip();
			const next = text[position];
			if (next !== ',' && next !== end) fail(isObject ? 'after object key:value pair' : 'after array element');
			position++;
			if (next === end) return;
		}
	};
	const value = (): void => {
		skip();
		const character = text[position] ?? '';
		if (character === '{') members('}', true);
		else if (character === '[') members(']', false);
		else if (character === '"') string();
		else if (/[-\d]/.test(character)) number();
		else if (character === 't') word('true');
		else if (character === 'f') word('false');
		else if (character === 'n') word('null');
		else fail('looking for beginning of value');
	};

	try {
		value();
		skip();
		return fail('after top-level value');
	} catch (error) {
		if (error instanceof SyntaxError) return error.message;
		throw error;
	}
}

/** What Go's encoding/json calls the type of a JSON value. */
export function goTypeOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'boolean' ? 'bool' : typeof value;
}

function quoted(character: string): string {
	if (character === "'") return String.raw`'\''`;
	if (character === '"') return `'"'`;
	const code = character.charCodeAt(0);
	if (code >= 0x7f && code < 0xa1)
		return `'${code === 0x7f ? String.raw`\x7f` : String.raw`\u00` + code.toString(16)}'`;
	return `'${JSON.stringify(character)
		.slice(1, -1)
		.replace(/^\\u00/, String.raw`\x`)}'`;
}
