import {expect, test} from 'vitest';
import {podSelector} from '../../source/versions/pod-selector.ts';

const object = (kind: string, spec?: object) => ({apiVersion: 'v1', kind, metadata: {name: 'wisdom-1'}, spec});

test("KServe labels an InferenceService's pods; a Deployment says how it selects its own", () => {
	expect(podSelector(object('InferenceService'))).toBe('serving.kserve.io/inferenceservice=wisdom-1');
	const matchExpressions = [
		{key: 'tier', operator: 'In', values: ['a', 'b']},
		{key: 'track', operator: 'NotIn', values: ['test']},
		{key: 'model', operator: 'Exists'},
		{key: 'old', operator: 'DoesNotExist'},
		{key: 'x', operator: 'Unheard'},
	];
	const selector = {matchLabels: {app: 'wisdom', version: 'v1'}, matchExpressions};
	expect(podSelector(object('Deployment', {selector}))).toBe(
		'app=wisdom,version=v1,tier in (a,b),track notin (test),model,!old',
	);
	// which would be all pods of the namespace
	expect(podSelector(object('Deployment', {selector: {}}))).toBeUndefined();
	expect(podSelector(object('ConfigMap'))).toBeUndefined();
});
