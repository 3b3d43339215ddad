/** How the elements of a datatype lie in binary tensors: little-endian, one after the other. */
export interface Layout {
	/** Of one element. */
	readonly bytes: number;
	read(view: DataView, at: number): number | boolean | string;
	/** Undefined for a datatype of which JavaScript has no numbers to write. */
	readonly write?: (view: DataView, at: number, value: number) => void;
	/** Whole numbers between these two, where only whole ones fit. */
	readonly range?: readonly [number, number];
}

const whole = (bits: number, isSigned: boolean): readonly [number, number] =>
	isSigned
		? [Math.max(-(2 ** (bits - 1)), Number.MIN_SAFE_INTEGER), Math.min(2 ** (bits - 1) - 1, Number.MAX_SAFE_INTEGER)]
		: [0, Math.min(2 ** bits - 1, Number.MAX_SAFE_INTEGER)];

/** The datatypes of a fixed size (Open Inference Protocol V2, "Tensor Data Types"; BF16 is Triton's). BYTES is not among them. */
export const layouts: ReadonlyMap<string, Layout> = new Map<string, Layout>([
	[
		'BOOL',
		{bytes: 1, read: (view, at) => view.getUint8(at) !== 0, write: (view, at, value) => view.setUint8(at, value)},
	],
	[
		'UINT8',
		{
			bytes: 1,
			range: whole(8, false),
			read: (view, at) => view.getUint8(at),
			write: (view, at, value) => view.setUint8(at, value),
		},
	],
	[
		'UINT16',
		{
			bytes: 2,
			range: whole(16, false),
			read: (view, at) => view.getUint16(at, true),
			write: (view, at, value) => view.setUint16(at, value, true),
		},
	],
	[
		'UINT32',
		{
			bytes: 4,
			range: whole(32, false),
			read: (view, at) => view.getUint32(at, true),
			write: (view, at, value) => view.setUint32(at, value, true),
		},
	],
	[
		'UINT64',
		{
			bytes: 8,
			range: whole(64, false),
			read: (view, at) => exact(view.getBigUint64(at, true)),
			write: (view, at, value) => view.setBigUint64(at, BigInt(value), true),
		},
	],
	[
		'INT8',
		{
			bytes: 1,
			range: whole(8, true),
			read: (view, at) => view.getInt8(at),
			write: (view, at, value) => view.setInt8(at, value),
		},
	],
	[
		'INT16',
		{
			bytes: 2,
			range: whole(16, true),
			read: (view, at) => view.getInt16(at, true),
			write: (view, at, value) => view.setInt16(at, value, true),
		},
	],
	[
		'INT32',
		{
			bytes: 4,
			range: whole(32, true),
			read: (view, at) => view.getInt32(at, true),
			write: (view, at, value) => view.setInt32(at, value, true),
		},
	],
	[
		'INT64',
		{
			bytes: 8,
			range: whole(64, true),
			read: (view, at) => exact(view.getBigInt64(at, true)),
			write: (view, at, value) => view.setBigInt64(at, BigInt(value), true),
		},
	],
	['FP16', {bytes: 2, read: (view, at) => half(view.getUint16(at, true))}],
	['BF16', {bytes: 2, read: (view, at) => upperHalf(view.getUint16(at, true))}],
	[
		'FP32',
		{
			bytes: 4,
			read: (view, at) => view.getFloat32(at, true),
			write: (view, at, value) => view.setFloat32(at, value, true),
		},
	],
	[
		'FP64',
		{
			bytes: 8,
			read: (view, at) => view.getFloat64(at, true),
			write: (view, at, value) => view.setFloat64(at, value, true),
		},
	],
]);

/** A number where it is exact, else its digits. */
function exact(value: bigint): number | string {
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : String(value);
}

/** A number of half precision (IEEE 754, binary16). */
function half(bits: number): number {
	const sign = bits & 0x80_00 ? -1 : 1;
	const exponent = (bits >> 10) & 0x1f;
	const fraction = (bits & 0x3_ff) / 2 ** 10;
	if (exponent === 0) return sign * 2 ** -14 * fraction;
	if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	return sign * 2 ** (exponent - 15) * (1 + fraction);
}

/** A number that is the upper half of one of single precision (bfloat16). */
function upperHalf(bits: number): number {
	const view = new DataView(new ArrayBuffer(4));
	view.setUint16(0, bits);
	return view.getFloat32(0);
}
