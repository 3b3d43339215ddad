import {executeStatements} from './execute.ts';
import {LimitError} from './limits.ts';
import type {Limits} from './limits.ts';
import {parse} from './parse.ts';
import {Run} from './run.ts';
import type {Template} from './run.ts';
import {canonical} from './utf8.ts';
import type {Value} from './value.ts';

export {TemplateError} from './error.ts';
export type {Limits} from './limits.ts';
export type {Template} from './run.ts';

/**
 * Parses a Go template (the language of Go's text/template with its built-in functions, but for complex numbers) to be executed
 * any number of times. Throws TemplateError.
 */
export function parseTemplate(name: string, text: string): Template {
	const wellFormed = text.toWellFormed();
	return {name, text: wellFormed, templates: parse(name, wellFormed)};
}

/**
 * The text that a template makes of some data, as Go does with the option `missingkey=zero`. Bytes that are no UTF-8 come out as
 * U+FFFD. Throws TemplateError, also when a limit is reached.
 */
export function executeTemplate(template: Template, data: Value, limits: Limits = {}): string {
	const run = new Run(template, limits);
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
