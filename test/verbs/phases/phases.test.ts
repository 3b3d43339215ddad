import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {phaseTable, readCells} from './table.ts';

function cellsOf(file: string): ReadonlyMap<string, string> {
	return readCells(readFileSync(join(import.meta.dirname, file), 'utf8'));
}

test('every verb that changes something says in every phase of an app what it does, or why not and what to do', async () => {
	const cells = await phaseTable('InferenceService');
	expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(cellsOf('inference-service.txt')));
});

test('it says the same of Deployments, but for their Services and what their controller says', async () => {
	const expected = new Map([...cellsOf('inference-service.txt')].map(([name, text]) => [name, ofDeployments(text)]));
	for (const [name, text] of cellsOf('deployment.txt')) expected.set(name, text);
	expect(Object.fromEntries(await phaseTable('Deployment'))).toEqual(Object.fromEntries(expected));
});

function ofDeployments(text: string): string {
	return text
		.replaceAll('inferenceservice.serving.kserve.io', 'deployment.apps')
		.replaceAll('InferenceService', 'Deployment')
		.replaceAll('inferenceservice', 'deployment');
}
