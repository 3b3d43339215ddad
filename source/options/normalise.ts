import {parseDuration} from '../objects/duration.ts';
import {UsageError} from '../objects/usage-error.ts';
import type {Flag, FlagTable} from './flag.ts';
import {scan} from './scan.ts';

/**
 * The one form of a command line: each flag as `--name=value`, once unless it is a list (the last one counts, as in
 * kubectl, unless a second one is refused), then `--` and the words. Values are checked. Throws UsageError.
 */
export function normalise(argv: readonly string[], table: FlagTable): readonly string[] {
	const flags = new Map<string, string[]>();
	const words: string[] = [];
	for (const token of scan(argv, table)) {
		if (token.type === 'fault') throw new UsageError(token.message);
		if (token.type === 'word') {
			words.push(token.word);
			continue;
		}

		const {name, flag} = token;
		const given = `--${name}=${keepQuotes(checkedValue(name, flag, token.value))}`;
		if (flag.type === 'string' && flag.isOnce === true && flags.has(name)) {
			throw new UsageError(`--${name} is given twice: it takes one`);
		}

		flags.set(name, flag.type === 'list' ? [...(flags.get(name) ?? []), given] : [given]);
	}

	return [...[...flags.values()].flat(), '--', ...words];
}

/** meow's parser takes one pair of quotes from around a value, which the shell has dealt with before. */
function keepQuotes(value: string): string {
	return /^(['"]).*\1$/s.test(value) ? `"${value}"` : value;
}

const booleans: Readonly<Record<string, string>> = {
	...Object.fromEntries(['1', 't', 'T', 'true', 'TRUE', 'True'].map(word => [word, 'true'])),
	...Object.fromEntries(['0', 'f', 'F', 'false', 'FALSE', 'False'].map(word => [word, 'false'])),
};

/** Of whatever a flag counts there are not more. */
const mostByDefault = 1_000_000;

function checkedValue(name: string, flag: Flag, value: string): string {
	const shown = flag.short === undefined || flag.short === name ? `--${name}` : `-${flag.short}, --${name}`;
	const refuse = (expected: string): never => {
		throw new UsageError(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${expected}`);
	};

	switch (flag.type) {
		case 'boolean': {
			const found = Object.hasOwn(booleans, value) ? booleans[value] : undefined;
			return found ?? refuse('must be true or false');
		}

		case 'integer': {
			const {min = 0, max = mostByDefault} = flag;
			const isInRange = /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
			return isInRange ? value : refuse(`must be a whole number from ${min} to ${max}`);
		}

		case 'duration': {
			return parseDuration(value) === undefined
				? refuse('must be whole seconds or a number with a unit (e.g. 1s | 2m | 1h30m)')
				: value;
		}

		case 'string': {
			return flag.choices === undefined || flag.choices.includes(value)
				? value
				: refuse(`allowed values are: ${flag.choices.join(', ')}`);
		}

		case 'list': {
			break;
		}
	}

	return value;
}
