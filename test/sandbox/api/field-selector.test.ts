import {expect, test} from 'vitest';
import {configMaps, events, inferenceServices} from '../../../source/objects/resource.ts';
import {fieldMatcher} from '../../../source/sandbox/api/field-selector.ts';
import {kindOf} from '../../../source/sandbox/api/kinds.ts';

const event = {
	apiVersion: 'v1',
	kind: 'Event',
	metadata: {name: 'e', namespace: 'models'},
	involvedObject: {kind: 'ConfigMap', name: 'wisdom'},
	source: {component: 'iter8'},
	reason: 'Routed',
};

test.each([
	['', true],
	['metadata.name=e,metadata.namespace==models', true],
	['metadata.name!=e', false],
	['involvedObject.name=wisdom,reason=Routed', true],
	['involvedObject.uid=', true],
	['source=iter8', true],
])('%s', (selector, expected) => {
	expect(fieldMatcher(kindOf(events), selector)(event)).toBe(expected);
});

test.each([
	[configMaps, 'data=x', '"data" is not a known field selector: only "metadata.name", "metadata.namespace"'],
	[inferenceServices, 'spec.x=y', 'field label not supported: spec.x'],
	[events, 'bogus=x', 'field label not supported: bogus'],
	[events, 'bogus', "invalid selector: 'bogus'; can't understand 'bogus'"],
])('%j cannot be selected by %s', (resource, selector, message) => {
	expect(() => fieldMatcher(kindOf(resource), selector)).toThrow(message);
});
