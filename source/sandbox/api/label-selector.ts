import {labelKeyFaults, labelValueFaults} from './names.ts';
import {badRequest} from './status-error.ts';

type Labels = Readonly<Record<string, string>>;

interface Requirement {
	readonly key: string;
	readonly operator: string;
	readonly values: readonly string[];
}

const operators = 'in, notin, =, ==, !=, gt, lt';

/**
 * Whether labels meet a selector in kubectl's notation, e.g. `a=b,c!=d,e in (x,y),f notin (z),g,!h`. Throws a BadRequest in the
 * API server's words for one that cannot be read (apimachinery, `labels.Parse`).
 */
export function labelMatcher(selector: string): (labels: Labels) => boolean {
	const requirements = parse(tokensOf(selector));
	return labels => requirements.every(requirement => meets(labels, requirement));
}

function meets(labels: Labels, {key, operator, values}: Requirement): boolean {
	const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
	switch (operator) {
		case 'exists':
			return value !== undefined;
		case '!':
			return value === undefined;
		case '!=':
		case 'notin':
			return value === undefined || !values.includes(value);
		case '>':
			return value !== undefined && Number(value) > Number(values[0]);
		case '<':
			return value !== undefined && Number(value) < Number(values[0]);
		default:
			return value !== undefined && values.includes(value);
	}
}

function parse(tokens: readonly Token[]): readonly Requirement[] {
	const rest = [...tokens];
	const requirements: Requirement[] = [];
	for (;;) {
		const [next = ''] = rest;
		if (next === '') return requirements;
		if (!isIdentifier(next) && next !== '!') {
			throw badRequest(`found '${next}', expected: !, identifier, or 'end of string'`);
		}

		requirements.push(requirement(rest));
		const end = rest.shift() ?? '';
		if (end === '') return requirements;
		if (end !== ',') throw badRequest(`found '${end}', expected: ',' or 'end of string'`);
		const [after = ''] = rest;
		if (!isIdentifier(after) && after !== '!') throw badRequest(`found '${after}', expected: identifier after ','`);
	}
}

/** Takes one requirement off the tokens. */
function requirement(rest: Token[]): Requirement {
	const isAbsence = rest[0] === '!';
	if (isAbsence) rest.shift();
	const key = rest.shift() ?? '';
	if (!isIdentifier(key)) throw unreadable(`found '${key}', expected: identifier`);
	refuse(labelKeyFaults(key), '<nil>', key);
	if (isAbsence) return {key, operator: '!', values: []};
	const [next = ''] = rest;
	if (next === '' || next === ',') return {key, operator: 'exists', values: []};
	const operator = rest.shift() ?? '';
	if (!isOperator(operator)) throw unreadable(`found '${operator}', expected: ${operators}`);
	const values = operator === 'in' || operator === 'notin' ? list(rest) : [single(rest)];
	for (const [index, value] of values.entries()) refuse(labelValueFaults(value), `values[${index}][${key}]`, value);
	return {key, operator, values};
}

function list(rest: Token[]): readonly string[] {
	const open = rest.shift() ?? '';
	if (open !== '(') throw unreadable(`found '${open}' expected: '('`);
	const values: string[] = [];
	if (rest[0] === ')') values.push('');
	else if (!isIdentifier(rest[0] ?? '') && rest[0] !== ',') {
		throw unreadable(`found '${rest[0] ?? ''}', expected: ',', ')' or identifier`);
	}

	while (rest[0] !== ')') {
		const [token = ''] = rest;
		if (isIdentifier(token)) {
			values.push(token);
			rest.shift();
			const [end = ''] = rest;
			if (end !== ',' && end !== ')') throw unreadable(`found '${end}', expected: ',' or ')'`);
		} else if (token === ',') {
			rest.shift();
			if (values.length === 0 || rest[0] === ')' || rest[0] === ',') values.push('');
		} else throw unreadable(`found '${token}', expected: ',', or identifier`);
	}

	rest.shift();
	return values;
}

function single(rest: Token[]): string {
	const [value = ''] = rest;
	if (value === '' || value === ',') return '';
	rest.shift();
	if (!isIdentifier(value)) throw unreadable(`found '${value}', expected: identifier`);
	return value;
}

function refuse(faults: readonly string[], field: string, value: string): void {
	const [fault] = faults;
	if (fault !== undefined) throw unreadable(`${field}: Invalid value: ${JSON.stringify(value)}: ${fault}`);
}

function unreadable(message: string): Error {
	return badRequest(`unable to parse requirement: ${message}`);
}

/** A word, an operator or a mark of a label selector. */
type Token = string;

const operatorTokens = new Set(['=', '==', '!=', 'in', 'notin', '>', '<']);

function tokensOf(selector: string): readonly Token[] {
	return [...selector.matchAll(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g)].map(([token]) => token);
}

/** Whether a token can be a key or a value; `in` is both a word and an operator. */
function isIdentifier(token: Token): boolean {
	return /^[^\s=!(),<>]+$/.test(token);
}

function isOperator(token: Token): boolean {
	return operatorTokens.has(token);
}
