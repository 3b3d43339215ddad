import {expect, test} from 'vitest';
import {Budget, isOverLimit} from '../../source/gotemplate/limits.ts';
import {executeTemplate, parseTemplate} from '../../source/gotemplate/template.ts';
import {Struct, TypedMap, type Value} from '../../source/gotemplate/value.ts';

const labels = Object.fromEntries(Array.from({length: 100}, (_, index) => [`label-${index}`, 'x'.repeat(80)]));
const data: Value = new Struct('routemap', {
	Labels: new TypedMap('map[string]string', labels),
	Weights: [1, 2, 3],
	Long: 'x'.repeat(8000),
	Stray: `\udcff${'x'.repeat(8000)}`,
});

/** The steps of executing a template. */
function stepsOf(text: string): number {
	const template = parseTemplate('t', text);
	const budget = new Budget();
	executeTemplate(template, data, budget);
	return budget.steps;
}

test.each([
	['', 0],
	['text', 1],
	['{{1}}', 2],
	['{{if 1}}{{end}}', 3],
	['{{range 10}}{{end}}', 12],
	['{{range 10}}{{1}}{{end}}', 32],
	['{{range .Weights}}{{end}}', 6],
	['{{range .Labels}}{{break}}{{end}}', 105],
	['{{$x := 1}}{{$x}}', 4],
	['{{(print (print 1))}}', 10],
	['{{and 1 1 1 1}}', 6],
	['{{eq 1 2 3 4 5}}', 8],
	['{{len .Long}}', 1004],
	['{{len .Stray}}', 1004],
	['{{len .Labels}}', 16],
	['{{if .Labels}}{{end}}', 4],
	['{{$x := index .Long 1}}', 1005],
	['{{$x := slice .Long 1}}', 2004],
	['{{$x := print .Long}}', 3005],
	['{{$x := print .Labels}}', 2632],
	['{{$x := print 1 2}}', 7],
	['{{$x := print 1.5}}', 68],
	['{{$x := printf "%f" 5e-324}}', 71],
	['{{$x := printf "%8000d" 1}}', 2006],
	['{{$x := printf "%.8000f" 1.5}}', 2070],
	['{{$x := printf "%d%d%d" 1 2 3}}', 12],
	['{{$x := printf "%q" .Long}}', 3007],
	['{{$x := html .Long}}', 2004],
	['{{$x := urlquery .Long}}', 2004],
	['{{$x := eq .Long .Long}}', 2006],
	['{{$x := lt .Long .Stray}}', 2006],
	['{{define "a"}}x{{end}}{{template "a" 1}}', 4],
])('%s takes %i steps', (text, steps) => {
	expect(stepsOf(text)).toBe(steps);
});

test.each([
	['{{1}}', 6],
	['{{/* nothing */}}', 2],
	['{{if eq 1 2}}x{{else}}y{{end}}', 30],
	['{{print "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}}', 15],
])('reading %s takes %i steps', (text, steps) => {
	const budget = new Budget();
	parseTemplate('t', text, budget);
	expect(budget.steps).toBe(steps);
});

test('all that shares a budget spends of it, and what ends it is told from other errors', () => {
	const budget = new Budget({steps: 100});
	const template = parseTemplate('t', '{{range 30}}{{end}}', budget);
	executeTemplate(template, {}, budget);
	expect(budget.isSpent).toBe(false);
	executeTemplate(template, {}, budget);
	const third = (): string => executeTemplate(template, {}, budget);
	expect(third).toThrow('exceeded 100 steps');
	expect(budget.isSpent).toBe(true);
	let error: unknown;
	try {
		third();
	} catch (thrown) {
		error = thrown;
	}

	expect(isOverLimit(error)).toBe(true);
	expect(isOverLimit(new Error('another', {cause: new Error('cause')}))).toBe(false);
});

test('the output of all templates counts together, texts on the way do not', () => {
	const budget = new Budget({output: 100});
	const template = parseTemplate('t', `{{$x := printf "%90d" 1}}${'x'.repeat(60)}`);
	expect(executeTemplate(template, {}, budget)).toHaveLength(60);
	expect(() => executeTemplate(template, {}, budget)).toThrow('output exceeds 100 characters');
});
