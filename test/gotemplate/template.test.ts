import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {executeTemplate, parseTemplate, TemplateError} from '../../source/gotemplate/template.ts';
import {Slice, Struct, TypedMap} from '../../source/gotemplate/value.ts';
import type {Value} from '../../source/gotemplate/value.ts';
import {randomCases} from '../helpers/random-cases.ts';
import {anyText} from './any-text.ts';

const routemap = new Struct('Routemap', {
	Name: 'wisdom',
	Weights: new Slice('[]int', [90, 10]),
	Labels: new TypedMap('map[string]string', {app: 'wisdom'}),
	Versions: new Slice('[]Version', [
		new Struct('Version', {Resources: new Slice('[]Resource', [new Struct('Resource', {Name: 'wisdom-0'})])}),
	]),
});

function render(text: string, data: Value = routemap): string {
	return executeTemplate(parseTemplate('t', text), data);
}

test('a route is rendered for the weights of its routemap', () => {
	const template = parseTemplate(
		'canary',
		'http:\n{{- range $i, $w := .Weights }}{{ if gt $w 0 }}\n- name: {{ $.Name }}-{{ $i }}\n  weight: {{ $w }}{{ end }}{{ end }}\n',
	);
	expect(executeTemplate(template, routemap)).toBe(
		'http:\n- name: wisdom-0\n  weight: 90\n- name: wisdom-1\n  weight: 10\n',
	);
	expect(executeTemplate(template, {Name: 'other', Weights: [0, 1]})).toBe('http:\n- name: other-1\n  weight: 1\n');
});

test.each([
	['{{.Labels.app}} {{.Labels.none}}|', 'wisdom |'],
	['{{(index (index .Versions 0).Resources 0).Name}}', 'wisdom-0'],
	['{{.Weights}} {{.Labels}} {{.Versions}}', '[90 10] map[app:wisdom] [{[{wisdom-0}]}]'],
])('a routemap has typed fields: %s is %j', (text, output) => {
	expect(render(text)).toBe(output);
});

test('a missing key of a map of anything is no value, of a typed map the zero value', () => {
	expect(render('{{.x}} {{.typed.x}}|', {typed: new TypedMap('map[string]string', {})})).toBe('<no value> |');
	expect(
		render('{{.ints.x}} {{.flags.x}}', {
			ints: new TypedMap('map[string]int', null),
			flags: new TypedMap('map[string]bool', null),
		}),
	).toBe('0 false');
});

test('a missing field of a struct is an error with its position', () => {
	const template = parseTemplate('canary', 'one\ntwo é {{ .Wheights }}');
	expect(() => executeTemplate(template, routemap)).toThrow(
		expect.objectContaining({
			name: 'TemplateError',
			message:
				'template: canary:2:10: executing "canary" at <.Wheights>: can\'t evaluate field Wheights in type Routemap',
			line: 2,
			column: 10,
		}),
	);
});

describe('nothing of JavaScript is reachable', () => {
	test.each([
		'{{.constructor}}',
		'{{.__proto__}}',
		'{{.toString}}',
		'{{index . "constructor"}}',
		'{{.list.length}}{{.list.map}}',
		'{{.text.length}}',
		'{{(.number).toFixed}}',
	])('%s', text => {
		const outcome = (() => {
			try {
				return render(text, {list: [1], text: 'abc', number: 1});
			} catch (error) {
				return error;
			}
		})();
		if (outcome instanceof TemplateError) expect(outcome.message).toContain("can't evaluate field");
		else expect(outcome).toBe('<no value>');
	});

	test('a function among the data is nothing', () => {
		expect(render('{{.f}} {{if .f}}yes{{else}}no{{end}}', {f: (() => 'called') as unknown as Value})).toBe(
			'<no value> no',
		);
	});
});

describe('for any input', () => {
	test('text without actions is returned as it is', () => {
		fc.assert(
			fc.property(anyText, text => {
				fc.pre(!text.includes('{{'));
				expect(render(text)).toBe(text.toWellFormed());
			}),
		);
	});

	test('a string in the data is written as it is', () => {
		fc.assert(
			fc.property(anyText, anything => {
				const text = anything.toWellFormed();
				expect(render('{{.s}}{{printf "%s" .s}}{{print .s}}', {s: text})).toBe(text.repeat(3));
			}),
		);
	});

	const words =
		'if else end range with define template block break print index and nil . $ $x := = , | ( ) " ` 1 - /* */';
	const actions = ['{{', '}}', '{{- ', ' -}}', '{{end}}', '{{if 1}}', '{{range .Weights}}', '{{"a"}}', ' .Name', ' '];
	const characters = ['\n', '%', "'", '\ud800', '\udc80', 'é', '👋'];
	const pieces = fc.constantFrom(...words.split(' '), ...actions, ...characters);
	test('a template either renders or fails with a TemplateError', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(pieces, anyText), {maxLength: 30}), parts => {
				try {
					expect(render(parts.join(''))).toBeTypeOf('string');
				} catch (error) {
					expect(error).toBeInstanceOf(TemplateError);
				}
			}),
			{numRuns: randomCases(1000)},
		);
	});
});
