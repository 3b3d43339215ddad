import type {Command, Pipeline, Statement, Term} from '../../../source/gotemplate/nodes.ts';
import type {Template} from '../../../source/gotemplate/template.ts';

/** How often each construct and function of the language occurs in some templates. */
export class Tally {
	readonly #counts = new Map<string, number>();

	/** The counts, by name. */
	get counts(): Readonly<Record<string, number>> {
		return Object.fromEntries([...this.#counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
	}

	add({text, templates}: Template): void {
		for (const statements of templates.values()) this.#addStatements(statements);
		for (const name of ['define', 'block', 'else if', 'else with', 'else'])
			this.#addMatches(name, text, `\\{\\{(- )?\\s*${name}\\b`);
		this.#addMatches('comment', text, '\\{\\{(- )?/\\*');
		this.#addMatches('trim left', text, '\\{\\{-\\s');
		this.#addMatches('trim right', text, '\\s-\\}\\}');
		this.#addMatches('raw string', text, '\\{\\{[^}]*`');
	}

	#add(name: string): void {
		this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
	}

	#addMatches(name: string, text: string, pattern: string): void {
		if (new RegExp(pattern).test(text)) this.#add(name);
	}

	#addStatements(statements: readonly Statement[]): void {
		for (const statement of statements) {
			this.#add(statement.kind);
			if (statement.kind === 'template') {
				if (statement.pipeline !== undefined) this.#addPipeline(statement.pipeline);
			} else if (statement.kind === 'action') this.#addPipeline(statement.pipeline);
			else if (statement.kind === 'range') {
				this.#add(`range with ${statement.pipeline.variables.length} variables`);
				this.#addBranch(statement);
				this.#addStatements(statement.otherwise);
			} else if (statement.kind === 'if' || statement.kind === 'with') {
				for (const branch of statement.branches) this.#addBranch(branch);
				this.#addStatements(statement.otherwise);
			}
		}
	}

	#addBranch({pipeline, body}: {readonly pipeline: Pipeline; readonly body: readonly Statement[]}): void {
		this.#addPipeline(pipeline);
		this.#addStatements(body);
	}

	#addPipeline(pipeline: Pipeline): void {
		if (pipeline.variables.length > 0) this.#add(pipeline.isAssignment ? 'assignment' : 'declaration');
		if (pipeline.commands.length > 1) this.#add('pipe');
		for (const command of pipeline.commands) this.#addCommand(command);
	}

	#addCommand({terms: [first, ...others]}: Command): void {
		this.#addTerm(first);
		for (const term of others) this.#addTerm(term);
		if (first.kind !== 'function' || first.name !== 'printf') return;
		const [format] = others;
		if (format?.kind !== 'constant' || typeof format.value !== 'string') return;
		for (const [, verb] of format.value.matchAll(/%[-+# 0-9.*[\]]*([a-zA-Z])/g)) this.#add(`%${verb}`);
	}

	#addTerm(term: Term): void {
		switch (term.kind) {
			case 'pipeline':
				this.#add('parentheses');
				return this.#addPipeline(term);
			case 'chain':
				this.#add('chain');
				return this.#addTerm(term.base);
			case 'function':
				return this.#add(term.name);
			case 'constant':
				return this.#add(`constant ${typeof term.value}`);
			default:
				this.#add(term.kind);
		}
	}
}
