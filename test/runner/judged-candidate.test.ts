import {expect, test} from 'vitest';
import {previousAnnotation} from '../../source/objects/labels.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {judgedCandidate} from '../../source/runner/judged-candidate.ts';
import {hashOf} from '../../source/runner/replace/spec-hash.ts';

function service(name: string, minReplicas: number, annotations: Readonly<Record<string, string>> = {}): KubeObject {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, uid: `uid-${name}`, annotations},
		spec: {predictor: {minReplicas}},
	};
}

const candidate = service('wisdom-1', 2);
const [old, promoted] = [service('wisdom-0', 1), service('wisdom-0', 2)].map(hashOf);
const record = {rollout: 'uid-wisdom-1', from: old, to: promoted, markBefore: 1};

test.each<readonly [string, KubeObject | undefined, string | undefined]>([
	['the primary as it is', service('wisdom-0', 1), old],
	['the primary as it is, after somebody edited it', service('wisdom-0', 2), promoted],
	['no spec, where the primary is gone', undefined, undefined],
	[
		'what the primary was before the promotion of the candidate that is under way',
		service('wisdom-0', 2, {[previousAnnotation]: JSON.stringify(record)}),
		old,
	],
	[
		'the primary as it is, after the promotion of another',
		service('wisdom-0', 2, {[previousAnnotation]: JSON.stringify({...record, rollout: 'uid-7'})}),
		promoted,
	],
])('a candidate is judged beside %s', (_, object, spec) => {
	expect(judgedCandidate({name: 'wisdom-1', object: candidate}, {name: 'wisdom-0', object})).toEqual({
		name: 'wisdom-1',
		uid: 'uid-wisdom-1',
		spec: promoted,
		primary: {name: 'wisdom-0', spec},
	});
});
