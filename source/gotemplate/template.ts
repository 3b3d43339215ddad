import {TemplateError} from './error.ts';
import {executeStatements} from './execute.ts';
import {Budget, LimitError} from './limits.ts';
import {parse} from './parse.ts';
import {Run} from './run.ts';
import type {Template} from './run.ts';
import {canonical} from './utf8.ts';
import type {Value} from './value.ts';

export {TemplateError} from './error.ts';
export type {Template} from './run.ts';

/**
 * Parses a Go template (the language of Go's text/template with its built-in functions, but for complex numbers) to be executed
 * any number of times. Throws TemplateError, also when the budget does not suffice.
 */
export function parseTemplate(name: string, text: string, budget: Budget = new Budget()): Template {
	const wellFormed = text.toWellFormed();
	try {
		return {name, text: wellFormed, templates: parse(name, wellFormed, budget)};
	} catch (error) {
		if (!(error instanceof LimitError)) throw error;
		throw new TemplateError(`template: ${name}: ${error.message}`, {line: 1, column: 0}, {cause: error});
	}
}

/**
 * The text that a template makes of some data, as Go does with the option `missingkey=zero`. Bytes that are no UTF-8 come out as
 * U+FFFD. Throws TemplateError, also when the budget does not suffice.
 */
export function executeTemplate(template: Template, data: Value, budget: Budget = new Budget()): string {
	const run = new Run(template, budget);
	const dot = data ?? undefined;
	run.declare('$', dot);
	try {
		executeStatements(run, dot, template.templates.get(template.name) ?? []);
		return canonical(run.output).toWellFormed();
	} catch (error) {
		if (error instanceof LimitError) run.fail(error.message, {cause: error});
		throw error;
	}
}
