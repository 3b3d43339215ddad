import {expect, test} from 'vitest';
import {parseInferenceService} from '../../../source/actions/deploy/inference-service.ts';

test.each([
	['apiVersion: serving.kserve.io/v2', 'serving.kserve.io/v2'],
	['', 'serving.kserve.io/v1beta1'],
	['apiVersion: {toString: 1}', 'serving.kserve.io/v1beta1'],
])('an InferenceService with "%s" is one of %s', (line, apiVersion) => {
	expect(parseInferenceService(`kind: InferenceService\n${line}\n`, 'owl.yaml').apiVersion).toBe(apiVersion);
});
