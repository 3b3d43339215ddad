import {expect, test} from 'vitest';
import {valueAt} from '../../../source/sandbox/api/json-path.ts';

const object = {
	spec: {hosts: ['a', 'b']},
	status: {
		conditions: [
			{type: 'Ready', status: 'True'},
			{type: 'Other', status: 'False'},
		],
		traffic: [{latestRevision: true, percent: 90}],
		addresses: [{value: '1.2.3.4'}, {value: '5.6.7.8'}],
	},
};

test.each([
	['.spec.hosts', ['a', 'b']],
	['.spec.hosts[1]', 'b'],
	['.status.conditions[?(@.type=="Ready")].status', 'True'],
	[".status.conditions[?(@.type=='Other')].status", 'False'],
	['.status.conditions[?(@.type=="None")].status', undefined],
	['.status.traffic[?(@.latestRevision==true)].percent', 90],
	['.status.addresses[*].value', '1.2.3.4'],
	['.status.none.value', undefined],
	['.constructor', undefined],
])('%s', (path, expected) => {
	expect(valueAt(object, path)).toEqual(expected);
});
