import {expect, test} from 'vitest';
import {textOf} from '../../../source/tui/lines/line.ts';
import {specDiffLines} from '../../../source/tui/lines/spec-diff-lines.ts';

function text(lines: ReturnType<typeof specDiffLines>): string {
	return lines.map(textOf).join('\n');
}

test('a storage URI that is longer than the screen is shown to its end', () => {
	const uri = 'gs://models-of-the-whole-company/mail/wisdom/nightly';
	expect(
		text(
			specDiffLines(
				[
					{kind: 'same', text: '  model:'},
					{kind: 'removed', text: `    storageUri: ${uri}/v1`},
					{kind: 'added', text: `    storageUri: ${uri}/v2`},
				],
				48,
			),
		),
	).toBe(`\
     model:
 -     storageUri:
         gs://models-of-the-whole-company/mail/w
         isdom/nightly/v1
 +     storageUri:
         gs://models-of-the-whole-company/mail/w
         isdom/nightly/v2`);
});

test('of a value without end some lines are shown', () => {
	const lines = specDiffLines([{kind: 'added', text: `  note: ${'x'.repeat(1_000_000)}`}], 40);
	expect(lines.length).toBeLessThan(12);
	expect(text(lines)).toMatch(/…$/);
});
