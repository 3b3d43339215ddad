/** A word, an operator or a mark of a label selector. */
export type Token = string;

const operators = new Set(['=', '==', '!=', 'in', 'notin', '>', '<']);

export function tokensOf(selector: string): readonly Token[] {
	return [...selector.matchAll(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g)].map(([token]) => token);
}

/** Whether a token can be a key or a value; `in` is both a word and an operator. */
export function isIdentifier(token: Token): boolean {
	return /^[^\s=!(),<>]+$/.test(token);
}

export function isOperator(token: Token): boolean {
	return operators.has(token);
}
