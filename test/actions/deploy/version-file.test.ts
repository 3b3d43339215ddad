import {expect, test} from 'vitest';
import {parseVersionObject} from '../../../source/actions/deploy/version-file.ts';

test.each([
	['apiVersion: serving.kserve.io/v2', 'serving.kserve.io/v2'],
	['', 'serving.kserve.io/v1beta1'],
	['apiVersion: {toString: 1}', 'serving.kserve.io/v1beta1'],
])('an InferenceService with "%s" is one of %s', (line, apiVersion) => {
	expect(parseVersionObject(`kind: InferenceService\n${line}\n`, 'owl.yaml').apiVersion).toBe(apiVersion);
});
