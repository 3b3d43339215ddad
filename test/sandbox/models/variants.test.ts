import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {predictionOf, probabilitiesOf} from '../../../source/sandbox/models/classifier.ts';
import {loadModel, type Model} from '../../../source/sandbox/models/model.ts';

const {rows} = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/models/answers.json'), 'utf8')) as {
	readonly rows: {readonly digits: readonly (readonly number[])[]};
};
const original = loadModel('sandbox://digits/v2');
const labels = ({classifier}: Model) => rows.digits.map(row => predictionOf(classifier, row));

test('one never says 8, and says of all others what the original says', () => {
	const said = labels(loadModel('sandbox://digits/v2-broken'));
	expect(said).not.toContain(8);
	const right = labels(original);
	expect(said.filter((_, index) => right[index] !== 8)).toEqual(right.filter(label => label !== 8));
	expect(right.filter(label => label === 8).length).toBeGreaterThan(2);
});

test('one is slower, and the same in all else', () => {
	const slow = loadModel('sandbox://digits/v2-slow');
	expect(slow).toEqual({...original, id: 'digits/v2-slow', version: 'v2-slow', delayMs: 30});
});

test('one is a little less sure of the same labels', () => {
	const soft = loadModel('sandbox://digits/v2-soft');
	expect(labels(soft)).toEqual(labels(original));
	const differences = rows.digits.flatMap(row => {
		const before = probabilitiesOf(original.classifier, row);
		return probabilitiesOf(soft.classifier, row).map((share, index) => Math.abs(share - (before[index] ?? 1)));
	});
	expect(Math.max(...differences)).toBeGreaterThan(0.005);
	expect(Math.max(...differences)).toBeLessThan(0.05);
});
