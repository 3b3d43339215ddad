import {expect, test} from 'vitest';
import {formatChange, formatJson, formatObjects} from '../../source/print/objects.ts';

const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom'}, spec: {type: 'ExternalName'}};
const route = {
	kind: 'VirtualService',
	apiVersion: 'networking.istio.io/v1beta1',
	metadata: {name: 'wisdom', labels: {b: 'yes', a: '1'}},
	spec: {hosts: ['a', 'b'], text: 'one\ntwo\n'},
};

test('YAML has sorted keys and a document for each object', async () => {
	expect(await formatObjects('yaml', [service, route])).toBe(`apiVersion: v1
kind: Service
metadata:
  name: wisdom
spec:
  type: ExternalName
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata:
  labels:
    a: "1"
    b: "yes"
  name: wisdom
spec:
  hosts:
  - a
  - b
  text: |
    one
    two
`);
});

test('JSON of one object is the object', async () => {
	expect(await formatObjects('json', [service])).toBe(`{
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {
        "name": "wisdom"
    },
    "spec": {
        "type": "ExternalName"
    }
}
`);
});

test('JSON of several objects, or of none, is a List', async () => {
	const text = await formatObjects('json', [service, route]);
	expect(JSON.parse(text)).toEqual({
		apiVersion: 'v1',
		kind: 'List',
		metadata: {resourceVersion: ''},
		items: [service, route],
	});
	expect(JSON.parse(await formatObjects('json', []))).toMatchObject({kind: 'List', items: []});
});

test('names carry the group', async () => {
	expect(await formatObjects('name', [service, route])).toBe(
		'service/wisdom\nvirtualservice.networking.istio.io/wisdom\n',
	);
});

test.each([
	['none', 'virtualservice.networking.istio.io/wisdom created\n'],
	['client', 'virtualservice.networking.istio.io/wisdom created (dry run)\n'],
	['server', 'virtualservice.networking.istio.io/wisdom created (server dry run)\n'],
] as const)('a change with dry run %s', (dryRun, line) => {
	expect(formatChange(route, 'created', dryRun)).toBe(line);
});

test('no format lets a control character through, and JSON and YAML still mean the same', async () => {
	const text = '\u001B]0;x\u0007\u009B2J\u202E\u007F';
	const hostile = {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: text},
		data: {[text]: text, plain: '\u202Egnp'},
	};
	const printed = [formatJson(hostile), await formatObjects('yaml', [hostile]), await formatObjects('name', [hostile])];
	for (const output of printed) expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
	expect(JSON.parse(printed[0] ?? '')).toEqual(hostile);
	const {parse} = await import('yaml');
	expect(parse(printed[1] ?? '')).toEqual(hostile);
});
