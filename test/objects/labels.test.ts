import {expect, test} from 'vitest';
import {labelSelectorOf} from '../../source/objects/labels.ts';

test.each<[unknown, string]>([
	[{app: 'owl', version: 'v1'}, 'app=owl,version=v1'],
	[{app: {toString: 1}, version: 'v1'}, 'version=v1'],
	[{}, ''],
	[undefined, ''],
	[['owl'], ''],
])('labels %j are selected by "%s"', (labels, selector) => {
	expect(labelSelectorOf(labels)).toBe(selector);
});
