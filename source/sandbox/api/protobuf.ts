/** A field of a message: what it is called in JSON, and what it holds. */
type Field = readonly [
	name: string,
	type: 'string' | 'bytes' | 'int' | 'bool' | 'strings' | 'map' | Message | [Message],
];

/** The fields of a protobuf message by number. */
export interface Message {
	readonly [number: number]: Field;
}

const magic = Buffer.from('k8s\0', 'latin1');
const envelope: Message = {
	1: ['typeMeta', {1: ['apiVersion', 'string'], 2: ['kind', 'string']}],
	2: ['raw', 'bytes'],
};

/**
 * Reads an object in the API server's protobuf form ("Kubernetes API Concepts", Protobuf encoding), which `kubectl create`
 * sends. Throws an Error for bytes in no such form. `messageOf` is undefined for kinds that are not known in this form.
 */
export function readProtobuf(
	bytes: Buffer,
	messageOf: (kind: string) => Message | undefined,
): Readonly<Record<string, unknown>> | undefined {
	if (!bytes.subarray(0, magic.length).equals(magic)) {
		throw new Error('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
	}

	const {typeMeta, raw} = read(bytes.subarray(magic.length), envelope) as {
		readonly typeMeta?: {readonly apiVersion?: string; readonly kind?: string};
		readonly raw?: Buffer;
	};
	const message = messageOf(typeMeta?.kind ?? '');
	return message && {...typeMeta, ...read(raw ?? Buffer.alloc(0), message)};
}

function read(bytes: Buffer, message: Message): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (let position = 0; position < bytes.length;) {
		const tag = varint(bytes, position);
		const wire = tag.value & 7;
		const [name, type] = message[tag.value >> 3] ?? [];
		if (wire === 0) {
			const {value, end} = varint(bytes, tag.end);
			if (name !== undefined) result[name] = type === 'bool' ? value === 1 : value;
			position = end;
		} else if (wire === 2) {
			const length = varint(bytes, tag.end);
			position = length.end + length.value;
			if (position > bytes.length) throw new Error('unexpected EOF');
			if (name !== undefined && type !== undefined) put(result, name, type, bytes.subarray(length.end, position));
		} else throw new Error(`wrong wireType = ${wire}`);
	}

	return result;
}

function put(result: Record<string, unknown>, name: string, type: Field[1], bytes: Buffer): void {
	const list = (result[name] as unknown[] | undefined) ?? [];
	if (type === 'string') result[name] = bytes.toString('utf8');
	else if (type === 'strings') result[name] = [...list, bytes.toString('utf8')];
	else if (type === 'map') {
		const {key = '', value = ''} = read(bytes, {1: ['key', 'string'], 2: ['value', 'string']});
		result[name] = {...(result[name] as object | undefined), [key as string]: value};
	} else if (Array.isArray(type)) result[name] = [...list, read(bytes, type[0])];
	else result[name] = typeof type === 'object' ? read(bytes, type) : bytes;
}

function varint(bytes: Buffer, start: number): {readonly value: number; readonly end: number} {
	let value = 0;
	for (let position = start, factor = 1; position < bytes.length && position < start + 10; position++, factor *= 128) {
		const byte = bytes[position] ?? 0;
		value += (byte & 127) * factor;
		if (byte < 128) return {value, end: position + 1};
	}

	throw new Error('unexpected EOF');
}
