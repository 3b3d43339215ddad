import fc from 'fast-check';
import {expect, test} from 'vitest';
import {protobufMessage} from '../../../source/sandbox/api/protobuf-messages.ts';
import {readProtobuf} from '../../../source/sandbox/api/protobuf.ts';

// what kubectl 1.32 sends for `create configmap note --from-literal=a=1`
const sent = [
	'6b3873000a0f0a0276311209436f6e6669674d617012240a1a0a046e6f746512001a066d6f64656c7322002a00320038',
	'00420012060a01611201311a002200',
].join('');

/** A field of a message: its number, and bytes with their length in front. */
function field(number: number, content: Buffer | string): Buffer {
	const bytes = Buffer.from(content as string);
	return Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]);
}

function message(kind: string, ...fields: readonly Buffer[]): Buffer {
	const typeMeta = Buffer.concat([field(1, 'v1'), field(2, kind)]);
	return Buffer.concat([Buffer.from('k8s\0'), field(1, typeMeta), field(2, Buffer.concat(fields))]);
}

test('a ConfigMap is read', () => {
	const entry = (key: string, value: string): Buffer => field(2, Buffer.concat([field(1, key), field(2, value)]));
	const labels = field(11, Buffer.concat([field(1, 'app'), field(2, 'wisdom')]));
	const metadata = field(1, Buffer.concat([field(1, 'note'), field(3, 'models'), labels, field(14, 'a/b')]));
	const bytes = message('ConfigMap', metadata, entry('a', '1'), entry('b', 'é'), Buffer.of(32, 1));
	expect(readProtobuf(bytes, protobufMessage)).toEqual({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'note', namespace: 'models', labels: {app: 'wisdom'}, finalizers: ['a/b']},
		data: {a: '1', b: 'é'},
		immutable: true,
	});
});

test('what kubectl sends is read', () => {
	expect(readProtobuf(Buffer.from(sent, 'hex'), protobufMessage)).toMatchObject({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'note'},
		data: {a: '1'},
	});
});

test('a kind that is not known in this form is nothing, and other bytes are an error', () => {
	expect(readProtobuf(message('Widget'), protobufMessage)).toBeUndefined();
	expect(() => readProtobuf(Buffer.from('hello'), protobufMessage)).toThrow(
		'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
	);
	const whole = message('Namespace', field(1, field(1, 'models')));
	expect(() => readProtobuf(whole.subarray(0, -1), protobufMessage)).toThrow('unexpected EOF');
});

test('bytes of any kind are read or refused, and end', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 200}), bytes => {
			const hostile = Buffer.concat([Buffer.from('k8s\0'), field(1, field(2, 'ConfigMap')), Buffer.from(bytes)]);
			try {
				readProtobuf(hostile, protobufMessage);
			} catch (error) {
				expect((error as Error).message).toMatch(/unexpected EOF|wrong wireType/);
			}
		}),
	);
});
