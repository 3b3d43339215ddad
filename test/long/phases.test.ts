import {expect, test} from 'vitest';
import {cellsOf, phaseTable} from '../verbs/phases/table.ts';

test('every verb says of Deployments what it says of InferenceServices, but for their Services and what their controller says', async () => {
	const expected = new Map([...cellsOf('inference-service.txt')].map(([name, text]) => [name, ofDeployments(text)]));
	for (const [name, text] of cellsOf('deployment.txt')) expected.set(name, text);
	expect(Object.fromEntries(await phaseTable('Deployment'))).toEqual(Object.fromEntries(expected));
});

function ofDeployments(text: string): string {
	return text
		.replaceAll('inferenceservice.serving.kserve.io', 'deployment.apps')
		.replaceAll('InferenceService', 'Deployment')
		.replaceAll('--storage-uri URI', '--image IMAGE')
		.replaceAll('inferenceservice', 'deployment');
}
