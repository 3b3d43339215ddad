import type {NameAnswer} from './dns-answers.ts';

/** The question of a DNS message (RFC 1035); messages with more than one do not occur. */
export interface Question {
	readonly name: string;
	readonly type: number;
	/** Where it ends in the message. */
	readonly end: number;
}

const headerLength = 12;
const types = {a: 1, cname: 5} as const;
const internet = 1;
const nameError = 3;
/** Seconds that an answer is true for. */
const timeToLive = 1;

/** Reads a query's question; undefined where it has none. */
export function readQuestion(message: Buffer): Question | undefined {
	if (message.length < headerLength || message.readUInt16BE(4) !== 1) return undefined;
	const labels: string[] = [];
	let at = headerLength;
	for (let length = message[at]; length !== 0; length = message[at]) {
		if (length === undefined || length > 63 || at + 1 + length > message.length) return undefined;
		labels.push(message.toString('latin1', at + 1, at + 1 + length));
		at += 1 + length;
	}

	if (at + 5 > message.length) return undefined;
	return {name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5};
}

/** The response to a query: its addresses of IPv4, none of another type, or that there is no such name. */
export function response(query: Buffer, {name, type, end}: Question, answer: NameAnswer | undefined): Buffer {
	const owner = answer?.alias ?? name;
	const addresses = type === types.a ? (answer?.addresses ?? []) : [];
	const records = [
		...(answer?.alias === undefined ? [] : [record(name, types.cname, nameBytes(answer.alias))]),
		...addresses.map(address => record(owner, types.a, Buffer.from(address.split('.').map(Number)))),
	];
	const header = Buffer.alloc(headerLength);
	query.copy(header, 0, 0, 2);
	const recursionDesired = query.readUInt16BE(2) & 0x01_00;
	// a response, authoritative, recursion available
	header.writeUInt16BE(0x84_80 | recursionDesired | (answer ? 0 : nameError), 2);
	header.writeUInt16BE(1, 4);
	header.writeUInt16BE(records.length, 6);
	return Buffer.concat([header, query.subarray(headerLength, end), ...records]);
}

function record(owner: string, type: number, content: Buffer): Buffer {
	const fixed = Buffer.alloc(10);
	fixed.writeUInt16BE(type, 0);
	fixed.writeUInt16BE(internet, 2);
	fixed.writeUInt32BE(timeToLive, 4);
	fixed.writeUInt16BE(content.length, 8);
	return Buffer.concat([nameBytes(owner), fixed, content]);
}

function nameBytes(name: string): Buffer {
	const labels = name.split('.').filter(label => label !== '');
	return Buffer.concat([
		...labels.map(label => Buffer.from(String.fromCharCode(label.length) + label, 'latin1')),
		Buffer.alloc(1),
	]);
}
