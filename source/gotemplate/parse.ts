import {positionAt, TemplateError} from './error.ts';
import {builtins} from './functions.ts';
import {describeToken, lex} from './lex.ts';
import type {Token, TokenKind} from './lex.ts';
import type {Budget} from './limits.ts';
import {textOf} from './nodes.ts';
import type {Branch, Command, Constant, Pipeline, Statement, TemplateCall, Term} from './nodes.ts';
import {parseCharacter, parseNumber} from './number-literal.ts';
import {quote, unquote} from './quote.ts';

/** Levels of blocks and parentheses inside each other: few enough for JavaScript's stack, more than anyone writes. */
const deepestNesting = 200;

/** The statements of each template that a text defines, the text itself under `name`. Throws TemplateError and LimitError. */
export function parse(name: string, text: string, budget: Budget): ReadonlyMap<string, readonly Statement[]> {
	return new Parser(name, text, budget).run();
}

/** The end of a list of statements. */
type Ending = '{{end}}' | '{{else}}';

/** What each `define` and `block` starts anew. */
interface Scope {
	readonly variables: VariableScope;
	/** Ranges around the place being parsed. */
	ranges: number;
	/** The line of the action being parsed, 0 outside. */
	actionLine: number;
	/** The last token that was looked at: its line is the one that Go's messages name. */
	last: Token | undefined;
}

class Parser {
	readonly #name: string;
	readonly #text: string;
	readonly #tokens: readonly Token[];
	readonly #templates = new Map<string, readonly Statement[]>();
	/** Index of the next token, and of the first one that was not yet looked at. */
	#next = 0;
	#unread = 0;
	#depth = 0;
	#scope = newScope();

	constructor(name: string, text: string, budget: Budget) {
		this.#name = name;
		this.#text = text;
		this.#tokens = lex(text, budget);
	}

	run(): ReadonlyMap<string, readonly Statement[]> {
		const statements: Statement[] = [];
		while (this.#peek().kind !== 'eof') {
			const start = this.#next;
			if (this.#take().kind === 'leftDelimiter' && this.#takeNonSpace().kind === 'define') {
				this.#inNewScope(() => this.#parseDefinition());
				continue;
			}

			this.#next = start;
			const statement = this.#parseStatement();
			if (typeof statement === 'string') this.#fail(`unexpected ${statement}`);
			statements.push(statement);
		}

		this.#define(this.#name, statements);
		return this.#templates;
	}

	#fail(message: string): never {
		const {line = 1, at = 0} = this.#scope.last ?? {};
		const {column} = positionAt(this.#text, at);
		throw new TemplateError(`template: ${this.#name}:${line}: ${message}`, {line, column});
	}

	#unexpected(token: Token, context: string): never {
		if (token.kind !== 'error') this.#fail(`unexpected ${describeToken(token)} in ${context}`);
		const {actionLine} = this.#scope;
		if (actionLine === 0 || actionLine === token.line) this.#fail(token.text);
		const subject = token.text.endsWith(' action') ? '' : ' in action';
		this.#fail(`${token.text}${subject} started at ${this.#name}:${actionLine}`);
	}

	#take(): Token {
		const token = this.#tokens[this.#next];
		if (token === undefined) throw new Error('Nothing follows the last token.');
		if (this.#next >= this.#unread) {
			this.#unread = this.#next + 1;
			this.#scope.last = token;
		}

		this.#next++;
		return token;
	}

	#peek(): Token {
		const token = this.#take();
		this.#next--;
		return token;
	}

	#takeNonSpace(): Token {
		let token = this.#take();
		while (token.kind === 'space') token = this.#take();
		return token;
	}

	#peekNonSpace(): Token {
		const token = this.#takeNonSpace();
		this.#next--;
		return token;
	}

	#expect(kind: TokenKind, context: string): Token {
		const token = this.#takeNonSpace();
		return token.kind === kind ? token : this.#unexpected(token, context);
	}

	#inNewScope<T>(parseInside: () => T): T {
		const outer = this.#scope;
		this.#scope = {...newScope(), last: outer.last};
		const inside = parseInside();
		this.#scope = outer;
		return inside;
	}

	#nested<T>(parseInside: () => T): T {
		if (this.#depth >= deepestNesting) this.#fail('max expression depth exceeded');
		this.#depth++;
		const inside = parseInside();
		this.#depth--;
		return inside;
	}

	/** Adds a template. One with nothing in it neither replaces another nor clashes with it. */
	#define(name: string, statements: readonly Statement[]): void {
		const known = this.#templates.get(name);
		if (known === undefined || isEmpty(known)) this.#templates.set(name, statements);
		else if (!isEmpty(statements)) this.#fail(`template: multiple definition of template ${quote(name)}`);
	}

	#parseDefinition(): void {
		const context = 'define clause';
		const name = this.#parseTemplateName(this.#takeNonSpace(), context);
		this.#expect('rightDelimiter', context);
		const [statements, ending] = this.#parseList();
		if (ending !== '{{end}}') this.#fail(`unexpected ${ending} in ${context}`);
		this.#define(name, statements);
	}

	#parseTemplateName(token: Token, context: string): string {
		if (token.kind !== 'string' && token.kind !== 'rawString') this.#unexpected(token, context);
		return this.#unquote(token);
	}

	#unquote(token: Token): string {
		return unquote(token.text) ?? this.#fail('invalid syntax');
	}

	#parseList(): readonly [readonly Statement[], Ending] {
		return this.#nested(() => {
			const statements: Statement[] = [];
			while (this.#peekNonSpace().kind !== 'eof') {
				const statement = this.#parseStatement();
				if (typeof statement === 'string') return [statements, statement];
				statements.push(statement);
			}

			return this.#fail('unexpected EOF');
		});
	}

	#parseStatement(): Statement | Ending {
		const token = this.#takeNonSpace();
		if (token.kind === 'text') return {kind: 'text', text: token.text};
		if (token.kind !== 'leftDelimiter') this.#unexpected(token, 'input');
		this.#scope.actionLine = token.line;
		const statement = this.#parseAction();
		this.#scope.actionLine = 0;
		return statement;
	}

	#parseAction(): Statement | Ending {
		const token = this.#takeNonSpace();
		switch (token.kind) {
			case 'block':
				return this.#parseBlock();
			case 'break':
			case 'continue':
				return this.#parseLoopControl(token.kind);
			case 'else':
				return this.#parseElse();
			case 'end':
				this.#expect('rightDelimiter', 'end');
				return '{{end}}';
			case 'if':
			case 'with':
				return this.#parseConditional(token.kind);
			case 'range':
				return this.#parseRange();
			case 'template':
				return this.#parseTemplateCall();
			default:
				this.#next--;
				return {kind: 'action', pipeline: this.#parsePipeline('command', 'rightDelimiter')};
		}
	}

	#parseLoopControl(kind: 'break' | 'continue'): Statement {
		const token = this.#takeNonSpace();
		if (token.kind !== 'rightDelimiter') this.#unexpected(token, `{{${kind}}}`);
		if (this.#scope.ranges === 0) this.#fail(`{{${kind}}} outside {{range}}`);
		return {kind};
	}

	#parseElse(): Ending {
		// The `if` or `with` of an `else if` is left for the statement that the `else` belongs to.
		const {kind} = this.#peekNonSpace();
		if (kind !== 'if' && kind !== 'with') this.#expect('rightDelimiter', 'else');
		return '{{else}}';
	}

	#parseConditional(kind: 'if' | 'with'): Statement {
		const mark = this.#scope.variables.mark();
		const branches: Branch[] = [];
		let otherwise: readonly Statement[] = [];
		for (;;) {
			const pipeline = this.#parsePipeline(kind, 'rightDelimiter');
			const [body, ending] = this.#parseList();
			branches.push({pipeline, body});
			if (ending === '{{end}}') break;
			if (this.#peek().kind === kind) {
				this.#take();
				continue;
			}

			otherwise = this.#parseLastElse();
			break;
		}

		this.#scope.variables.release(mark);
		return {kind, branches, otherwise};
	}

	#parseRange(): Statement {
		const mark = this.#scope.variables.mark();
		const pipeline = this.#parsePipeline('range', 'rightDelimiter');
		this.#scope.ranges++;
		const [body, ending] = this.#parseList();
		this.#scope.ranges--;
		const otherwise = ending === '{{end}}' ? [] : this.#parseLastElse();
		this.#scope.variables.release(mark);
		return {kind: 'range', pipeline, body, otherwise};
	}

	#parseLastElse(): readonly Statement[] {
		const [statements, ending] = this.#parseList();
		if (ending !== '{{end}}') this.#fail(`expected end; found ${ending}`);
		return statements;
	}

	#parseBlock(): Statement {
		const context = 'block clause';
		const token = this.#takeNonSpace();
		const name = this.#parseTemplateName(token, context);
		const pipeline = this.#parsePipeline(context, 'rightDelimiter');
		const ending = this.#inNewScope(() => {
			const [statements, end] = this.#parseList();
			if (end === '{{end}}') this.#define(name, statements);
			return end;
		});
		if (ending !== '{{end}}') this.#fail(`unexpected ${ending} in ${context}`);
		return {kind: 'template', at: token.at, name, pipeline};
	}

	#parseTemplateCall(): TemplateCall {
		const context = 'template clause';
		const token = this.#takeNonSpace();
		const name = this.#parseTemplateName(token, context);
		if (this.#takeNonSpace().kind === 'rightDelimiter')
			return {kind: 'template', at: token.at, name, pipeline: undefined};
		this.#next--;
		return {kind: 'template', at: token.at, name, pipeline: this.#parsePipeline(context, 'rightDelimiter')};
	}

	#parsePipeline(context: string, end: TokenKind): Pipeline {
		const {at} = this.#peekNonSpace();
		const {variables, isAssignment} = this.#parseDeclarations(context);
		const commands: Command[] = [];
		for (let token = this.#takeNonSpace(); token.kind !== end; token = this.#takeNonSpace()) {
			if (!startsTerm.has(token.kind)) this.#unexpected(token, context);
			this.#next--;
			commands.push(this.#parseCommand());
		}

		this.#checkCommands(commands, context);
		return {kind: 'pipeline', at, variables, isAssignment, commands};
	}

	#checkCommands(commands: readonly Command[], context: string): void {
		if (commands.length === 0) this.#fail(`missing value for ${context}`);
		const fixed = commands.findIndex(({terms}, index) => index > 0 && isFixed(terms[0]));
		if (fixed > 0) this.#fail(`non executable command in pipeline stage ${fixed + 1}`);
	}

	/** The `$x :=`, `$x =` or `$i, $x :=` at the start of a pipeline, if there is one. */
	#parseDeclarations(context: string): Pick<Pipeline, 'variables' | 'isAssignment'> {
		const variables: string[] = [];
		while (this.#peekNonSpace().kind === 'variable') {
			const start = this.#next;
			const {text} = this.#take();
			const next = this.#takeNonSpace();
			const isComma = next.kind === 'mark' && next.text === ',';
			if (!isComma && next.kind !== 'assign' && next.kind !== 'declare') {
				this.#next = start;
				break;
			}

			variables.push(text);
			this.#scope.variables.declare(text);
			if (!isComma) return {variables, isAssignment: next.kind === 'assign'};
			if (context !== 'range' || variables.length > 1) this.#fail(`too many declarations in ${context}`);
			if (!mayFollowComma.has(this.#peekNonSpace().kind)) this.#fail('range can only initialize variables');
		}

		return {variables, isAssignment: false};
	}

	#parseCommand(): Command {
		const {at} = this.#peekNonSpace();
		const terms: Term[] = [];
		for (;;) {
			this.#peekNonSpace();
			const term = this.#parseTerm();
			if (term !== undefined) terms.push(term);
			const token = this.#take();
			if (token.kind === 'space') continue;
			if (token.kind === 'rightDelimiter' || token.kind === 'rightParenthesis') this.#next--;
			else if (token.kind !== 'pipe') this.#unexpected(token, 'operand');
			break;
		}

		const [first, ...others] = terms;
		if (first === undefined) this.#fail('empty command');
		return {kind: 'command', at, terms: [first, ...others]};
	}

	/** A term with the fields that follow it; undefined when the next token starts none. */
	#parseTerm(): Term | undefined {
		const term = this.#parseBareTerm();
		if (term === undefined || this.#peek().kind !== 'field') return term;
		const {at} = this.#peek();
		const path: string[] = [];
		while (this.#peek().kind === 'field') path.push(this.#take().text.slice(1));
		switch (term.kind) {
			case 'field':
				return {kind: 'field', at, path: [...term.path, ...path]};
			case 'variable':
				return {kind: 'variable', at, name: term.name, path};
			case 'function':
			case 'pipeline':
				return {kind: 'chain', at, base: term, path};
			default:
				return this.#fail(`unexpected . after term ${quote(textOf(term))}`);
		}
	}

	#parseBareTerm(): Term | undefined {
		const token = this.#takeNonSpace();
		const {at, text} = token;
		switch (token.kind) {
			case 'identifier':
				return this.#parseFunctionName(token);
			case '.':
				return {kind: 'dot', at};
			case 'nil':
				return {kind: 'nil', at};
			case 'variable':
				if (!this.#scope.variables.has(text)) this.#fail(`undefined variable ${quote(text)}`);
				return {kind: 'variable', at, name: text, path: []};
			case 'field':
				return {kind: 'field', at, path: [text.slice(1)]};
			case 'bool':
				return {kind: 'constant', at, text, value: text === 'true'};
			case 'character':
			case 'complex':
			case 'number':
				return this.#parseNumber(token);
			case 'string':
			case 'rawString':
				return {kind: 'constant', at, text, value: this.#unquote(token)};
			case 'leftParenthesis':
				return this.#nested(() => this.#parsePipeline('parenthesized pipeline', 'rightParenthesis'));
			default:
				this.#next--;
				return undefined;
		}
	}

	#parseFunctionName({at, text}: Token): Term {
		const builtin = builtins.get(text) ?? this.#fail(`function ${quote(text)} not defined`);
		return {kind: 'function', at, name: text, builtin};
	}

	#parseNumber({kind, at, text}: Token): Constant {
		const number = kind === 'character' ? parseCharacter(text) : parseNumber(text);
		if ('problem' in number) this.#fail(number.problem);
		return {kind: 'constant', at, text, value: 'value' in number ? number.value : undefined};
	}
}

/** The names of the variables that may be used at a place. */
class VariableScope {
	readonly #names: string[] = ['$'];
	readonly #counts = new Map([['$', 1]]);

	has(name: string): boolean {
		return (this.#counts.get(name) ?? 0) > 0;
	}

	declare(name: string): void {
		this.#names.push(name);
		this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
	}

	mark(): number {
		return this.#names.length;
	}

	release(mark: number): void {
		for (const name of this.#names.splice(mark)) this.#counts.set(name, (this.#counts.get(name) ?? 0) - 1);
	}
}

function newScope(): Scope {
	return {variables: new VariableScope(), ranges: 0, actionLine: 0, last: undefined};
}

const startsTerm: ReadonlySet<TokenKind> = new Set([
	'bool',
	'character',
	'complex',
	'.',
	'field',
	'identifier',
	'leftParenthesis',
	'nil',
	'number',
	'rawString',
	'string',
	'variable',
]);

const mayFollowComma: ReadonlySet<TokenKind> = new Set(['variable', 'rightDelimiter', 'rightParenthesis']);

/** Whether a term has a value of its own, so that nothing can be piped into it. */
function isFixed(term: Term): boolean {
	return term.kind === 'constant' || term.kind === 'dot' || term.kind === 'nil';
}

/** Whether statements are nothing but space. */
function isEmpty(statements: readonly Statement[]): boolean {
	return statements.every(statement => statement.kind === 'text' && /^[\s\x85]*$/.test(statement.text));
}
