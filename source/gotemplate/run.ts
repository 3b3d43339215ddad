import {positionAt, TemplateError} from './error.ts';
import {LimitError} from './limits.ts';
import type {Budget} from './limits.ts';
import {textOf} from './nodes.ts';
import type {Node, Statement} from './nodes.ts';
import type {Operand} from './operand.ts';
import {quote} from './quote.ts';

/** A parsed template: its own statements under its name, and those of the templates that it defines under theirs. */
export interface Template {
	readonly name: string;
	readonly text: string;
	readonly templates: ReadonlyMap<string, readonly Statement[]>;
}

/** What one execution of a template keeps: its output, its variables, what it used up and where it is. */
export class Run {
	readonly template: Template;
	readonly budget: Budget;
	/** Name of the template being executed, and the node that a message would point at. */
	name: string;
	node: Node | undefined;
	output = '';
	#depth = 0;
	/** The variables, innermost last. Those before `#base` belong to a template that called this one. */
	#names: string[] = [];
	#values: Operand[] = [];
	#base = 0;

	constructor(template: Template, budget: Budget) {
		this.template = template;
		this.name = template.name;
		this.budget = budget;
	}

	fail(message: string, options?: ErrorOptions): never {
		const {name, text} = this.template;
		const position = positionAt(text, this.node?.at ?? 0);
		const context = this.node === undefined ? '' : textOf(this.node);
		const place = `template: ${name}:${position.line}:${position.column}: executing ${quote(this.name)} at <${context}>`;
		throw new TemplateError(`${place}: ${message}`, position, options);
	}

	write(text: string): void {
		this.budget.write(text.length);
		this.output += text;
	}

	/** Goes one level deeper into templates, blocks and parentheses; `leave` comes back. */
	enter(): void {
		this.budget.spend(1);
		this.#depth++;
		const {depth} = this.budget.limits;
		if (this.#depth > depth) throw new LimitError(`nests deeper than ${depth} levels`);
	}

	leave(): void {
		this.#depth--;
	}

	/** Runs a template with no other variable than `$`. */
	callTemplate(name: string, dot: Operand, run: () => void): void {
		const caller = {name: this.name, base: this.#base};
		this.name = name;
		this.#base = this.mark();
		this.declare('$', dot);
		run();
		this.release(this.#base);
		this.#base = caller.base;
		this.name = caller.name;
	}

	mark(): number {
		return this.#names.length;
	}

	/** Forgets the variables declared since the mark. */
	release(mark: number): void {
		this.#names.length = mark;
		this.#values.length = mark;
	}

	declare(name: string, value: Operand): void {
		this.#names.push(name);
		this.#values.push(value);
	}

	assign(name: string, value: Operand): void {
		this.#values[this.#find(name)] = value;
	}

	/** Sets one of the variables declared last: 1 is the very last. */
	assignFromTop(position: number, value: Operand): void {
		this.#values[this.#values.length - position] = value;
	}

	lookUp(name: string): Operand {
		return this.#values[this.#find(name)];
	}

	#find(name: string): number {
		let index = this.#names.length - 1;
		while (index >= this.#base && this.#names[index] !== name) index--;
		// Searching far is work too, or a template of many variables would take quadratic time.
		this.budget.spend((this.#names.length - index) >> 5);
		return index >= this.#base ? index : this.fail(`undefined variable: ${name}`);
	}
}
