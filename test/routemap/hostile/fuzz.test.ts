import fc from 'fast-check';
import {expect, test} from 'vitest';
import {bounds} from '../../../source/routemap/bounds.ts';
import {routemapConfigMap} from '../../helpers/app-objects.ts';
import {randomCases} from '../../helpers/random-cases.ts';
import {spend} from './spend.ts';

/** Terms that cost much to copy, read or print, beside some that cost little. */
const term = fc.constantFrom(
	'$',
	'.',
	'$x',
	'$y',
	'.Versions',
	'.Annotations',
	'1',
	'5e-324',
	'"%60d"',
	'"\\xff"',
	'nil',
	'""',
);
const call = fc.letrec<{call: string}>(tie => ({
	call: fc.oneof(
		{maxDepth: 3},
		term,
		fc
			.tuple(
				fc.constantFrom(
					'print',
					'println',
					'printf "%v%q%x"',
					'printf "%9999d"',
					'len',
					'index',
					'slice',
					'html',
					'js',
					'urlquery',
					'eq',
					'lt',
					'and',
					'or',
					'not',
				),
				fc.array(
					fc.oneof(
						term,
						tie('call').map(inner => `(${inner})`),
					),
					{minLength: 1, maxLength: 4},
				),
			)
			.map(([name, terms]) => `${name} ${terms.join(' ')}`),
	),
})).call;
const body = fc.array(
	fc.oneof(
		call.map(each => `{{$x = ${each}}}`),
		call.map(each => `{{$y = ${each}}}`),
		call.map(each => `{{${each}}}`),
		fc.constantFrom(
			'{{template "a" $x}}',
			'text',
			'{{if $x}}{{end}}',
			'{{range $x}}{{break}}{{end}}',
			'{{with $y}}{{.}}{{end}}',
		),
	),
	{minLength: 1, maxLength: 4},
);
const template = fc
	.tuple(
		body,
		body,
		fc.constantFrom('{{range 99999}}', '{{range .Versions}}{{range 999}}', '{{range 99}}{{range 99}}{{range 99}}'),
	)
	.map(([first, second, loops]) => {
		const ends = '{{end}}'.repeat(loops.split('{{').length - 1);
		const variables = '{{$x := ""}}{{$y := ""}}';
		return `{{define "a"}}${variables}${second.join('')}{{end}}${variables}${loops}${first.join('')}${ends}`;
	});

const yaml = fc
	.tuple(
		fc.array(
			fc.constantFrom(
				'[',
				']',
				'{',
				'}',
				',',
				': ',
				'- ',
				'? ',
				'\n',
				' ',
				'"',
				"'",
				'|\n',
				'>\n',
				'#',
				'&a',
				'*a',
				'!',
				'%',
				'a',
				'1',
				'é',
				'---\n',
				'<<',
			),
			{minLength: 1, maxLength: 8},
		),
		fc.constantFrom('', 'a: ', '- ', '[', '{', '"', 'a: |\n', 'versions:\n'),
		fc.constantFrom(100, 10_000, 29_000, bounds.characters),
	)
	.map(([unit, before, length]) => {
		const repeated = unit.join('');
		return before + repeated.repeat(Math.floor((length - before.length) / repeated.length));
	});

const versions = `versions: [${'{resources: [{gvrShort: isvc, name: wisdom-0}]}, '.repeat(20)}]\n`;
const annotations = Object.fromEntries(Array.from({length: 200}, (_, index) => [`mark-${index}`, 'x'.repeat(index)]));

function expectBounded(spec: string): void {
	const configMap = routemapConfigMap('hog', spec, {annotations});
	const {steps, faults} = spend(configMap);
	// A look at the budget finds at most what one text costs beyond it.
	expect(steps).toBeLessThanOrEqual(bounds.steps + bounds.characters * 1.1);
	expect(spend(configMap)).toEqual({steps, faults});
}

test('any template ends within the budget, with the same steps each time', () => {
	fc.assert(
		fc.property(fc.array(template, {minLength: 1, maxLength: 3}), templates => {
			const entries = templates.map(
				(text, index) => `  t${index}: {gvrShort: vs, template: ${JSON.stringify(text)}}\n`,
			);
			expectBounded(`${versions}routingTemplates:\n${entries.join('')}`);
		}),
		{numRuns: randomCases(60)},
	);
});

test('any YAML, in a spec and rendered, ends within the budget, with the same steps each time', () => {
	fc.assert(
		fc.property(yaml, text => {
			expectBounded(text);
			const rendering = text.replaceAll('{{', '{{"{{"}}').slice(0, 40_000);
			expectBounded(`${versions}routingTemplates: {t: {gvrShort: vs, template: ${JSON.stringify(rendering)}}}`);
		}),
		{numRuns: randomCases(60)},
	);
});
