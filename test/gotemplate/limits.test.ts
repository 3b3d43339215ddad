import {expect, test} from 'vitest';
import {Budget, type Limits} from '../../source/gotemplate/limits.ts';
import {executeTemplate, parseTemplate} from '../../source/gotemplate/template.ts';
import type {Value} from '../../source/gotemplate/value.ts';

function render(text: string, limits: Limits = {}, data: Value = {}): string {
	return executeTemplate(parseTemplate('t', text), data, new Budget(limits));
}

const many = 5000;

test.each([
	['an endless loop', '{{range 9223372036854775807}}{{end}}', 'exceeded 100000 steps'],
	['loops in loops', `${'{{range 10}}'.repeat(50)}x${'{{end}}'.repeat(50)}`, 'exceeded 100000 steps'],
	['doubling templates', doublingTemplates(40), 'exceeded 100000 steps'],
	[
		'many far variables',
		`{{$z := 1}}${'{{$a := 1}}'.repeat(many)}{{range 9999}}{{$y := $z}}{{end}}`,
		'exceeded 100000 steps',
	],
	[
		'work on long texts',
		'{{$x := printf "%1000000d" 1}}{{range 9999}}{{$y := len $x}}{{end}}',
		'exceeded 100000 steps',
	],
	['endless recursion', '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', 'nests deeper than 500 levels'],
	['much output', `{{range 5000}}${'x'.repeat(1000)}{{end}}`, 'output exceeds 1048576 characters'],
	['a growing text', `{{$x := "x"}}${'{{$x = print $x $x}}'.repeat(30)}`, 'exceeded 100000 steps'],
	['wide verbs', `{{printf "${'%999999d'.repeat(100)}" ${'1 '.repeat(100)}}}`, 'exceeded 100000 steps'],
])('%s ends with an error', (_, text, message) => {
	expect(() => render(text)).toThrow(message);
});

test.each([
	['parentheses', `{{${'('.repeat(many)}1${')'.repeat(many)}}}`],
	['blocks', '{{if 1}}'.repeat(many) + '{{end}}'.repeat(many)],
	['ranges', '{{range 1}}'.repeat(many)],
])('too deep %s do not parse', (_, text) => {
	expect(() => render(text)).toThrow('template: t:1: max expression depth exceeded');
});

test('a deep but reasonable template works, and so does a long chain of else if', () => {
	const calls = `{{print ${'(print '.repeat(100)}1${')'.repeat(100)}}}`;
	expect(render('{{if 1}}'.repeat(100) + calls + '{{end}}'.repeat(100))).toBe('1');
	expect(render(`{{if 0}}a${'{{else if 0}}b'.repeat(many)}{{else}}c{{end}}`)).toBe('c');
});

test('a value that nests too deep cannot be printed', () => {
	let value: Value = [];
	for (let level = 0; level < 1000; level++) value = [value];
	expect(() => render('{{.v}}', {}, {v: value})).toThrow('values nest deeper than 200 levels');
});

test("the limits are the caller's to choose, and the message tells the place", () => {
	const text = 'a\n{{range 10}}x{{end}}';
	expect(render(text)).toBe('a\nxxxxxxxxxx');
	expect(() => render(text, {steps: 10})).toThrow('template: t:2:8: executing "t" at <10>: exceeded 10 steps');
	expect(() => render(text, {output: 5})).toThrow('output exceeds 5 characters');
	expect(() => render('{{len (printf "%9d" 1)}}', {output: 5})).toThrow('output exceeds 5 characters');
	expect(() => render('{{if 1}}{{if 1}}x{{end}}{{end}}', {depth: 1})).toThrow('nests deeper than 1 levels');
	expect(() => render('text', {output: 3})).toThrow(
		'template: t:1:0: executing "t" at <>: output exceeds 3 characters',
	);
});

test('a huge number literal is refused', () => {
	expect(() => render(`{{${'1'.repeat(100_000)}}}`)).toThrow('template: t:1: number literal too long');
});

function doublingTemplates(count: number): string {
	const templates = Array.from(
		{length: count},
		(_, index) => `{{define "a${index}"}}{{template "a${index + 1}"}}{{template "a${index + 1}"}}{{end}}`,
	);
	return `${templates.join('')}{{define "a${count}"}}x{{end}}{{template "a0"}}`;
}
