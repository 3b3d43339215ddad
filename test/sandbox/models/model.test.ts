import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {predictionOf, probabilitiesOf} from '../../../source/sandbox/models/classifier.ts';
import {LoadError, loadModel, storageUris} from '../../../source/sandbox/models/model.ts';

interface Answers {
	readonly rows: Readonly<Record<string, readonly (readonly number[])[]>>;
	readonly answers: readonly {
		readonly id: string;
		readonly labels: readonly number[];
		readonly probabilities: readonly (readonly number[])[];
	}[];
}

/** What scikit-learn itself answers; written by `train.py`. */
const {rows, answers} = JSON.parse(
	readFileSync(join(import.meta.dirname, '../../fixtures/models/answers.json'), 'utf8'),
) as Answers;

test.each(answers)('$id answers as scikit-learn does', ({id, labels, probabilities}) => {
	const {classifier, features} = loadModel(`sandbox://${id}`);
	const probes = rows[id.split('/')[0] ?? ''] ?? [];
	expect(probes).toHaveLength(40);
	expect(probes.map(row => row.length)).toEqual(probes.map(() => features));
	expect(probes.map(row => predictionOf(classifier, row))).toEqual(labels);
	const differences = probes.flatMap((row, index) =>
		probabilitiesOf(classifier, row).map((value, place) => Math.abs(value - (probabilities[index]?.[place] ?? 1))),
	);
	expect(Math.max(...differences)).toBeLessThan(1e-6);
});

test.each([
	['digits/v1', 'digits/v2'],
	['digits/v2', 'digits/v3'],
	['iris/v1', 'iris/v2'],
])('%s and %s disagree on some rows', (one, other) => {
	const labelsOf = (id: string): readonly number[] => answers.find(answer => answer.id === id)?.labels ?? [];
	const others = labelsOf(other);
	expect(labelsOf(one).filter((label, index) => label !== others[index]).length).toBeGreaterThan(2);
});

test.each(storageUris)('%s loads', uri => {
	expect(loadModel(uri).features).toBeGreaterThan(0);
	expect(loadModel(`${uri}/`)).toEqual(loadModel(uri));
});

test('a model’s version is the end of its storageUri', () => {
	const {classifier: _, ...model} = loadModel('gs://seldon-models/sklearn/mms/lr_model');
	expect(model).toEqual({id: 'digits/v1', version: 'lr_model', features: 64, delayMs: 0});
});

test.each([
	['sandbox://digits/v9', 'RuntimeError: Failed to fetch model. No model found in sandbox://digits/v9.'],
	['gs://models/none', 'RuntimeError: Failed to fetch model. No model found in gs://models/none.'],
	['digits/v1', 'RuntimeError: Cannot recognize storage type for digits/v1.'],
	['constructor', 'RuntimeError: Cannot recognize storage type for constructor.'],
	[undefined, 'The sandbox runs no containers: give the predictor a storageUri such as sandbox://digits/v1.'],
])('%s does not load', (uri, message) => {
	expect(() => loadModel(uri)).toThrow(new LoadError({message, exitCode: 1}));
});
