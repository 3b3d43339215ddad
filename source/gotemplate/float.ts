/**
 * Text of floating-point numbers, as Go's strconv.FormatFloat makes it. Go rounds the exact binary value, ties to even, to any
 * number of digits; JavaScript's toFixed does neither, so the digits are made here.
 */

export type FloatVerb = 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X';

/** The decimal digits of a number without its sign: 0.DIGITS × 10^point, no zeros at the end. */
interface Decimal {
	readonly digits: string;
	readonly point: number;
}

/** The text of a number; a precision of -1 is the shortest text that reads back as the same number. */
export function formatFloat(value: number, verb: FloatVerb, precision: number): string {
	if (Number.isNaN(value)) return 'NaN';
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	if (!Number.isFinite(value)) return `${sign || '+'}Inf`;
	return sign + formatMagnitude(Math.abs(value), verb, precision);
}

function formatMagnitude(value: number, verb: FloatVerb, precision: number): string {
	switch (verb) {
		case 'b':
			return binary(value);
		case 'x':
			return hexadecimal(value, precision);
		case 'X':
			return hexadecimal(value, precision).toUpperCase();
		case 'f': {
			const exact = exactDecimal(value);
			return positional(round(exact, exact.point + precision), precision);
		}
		case 'e':
		case 'E':
			return exponential(round(exactDecimal(value), precision + 1), precision, verb);
		default:
			return general(value, precision, verb === 'g' ? 'e' : 'E');
	}
}

function general(value: number, precision: number, letter: string): string {
	const isShortest = precision < 0;
	const wanted = precision === 0 ? 1 : precision;
	const decimal = isShortest ? shortestDecimal(value) : round(exactDecimal(value), wanted);
	const count = decimal.digits.length;
	const threshold = isShortest ? 6 : wanted > count && count >= decimal.point ? count : wanted;
	const exponent = decimal.point - 1;
	if (exponent < -4 || exponent >= threshold) return exponential(decimal, count - 1, letter);
	return positional(decimal, Math.max(count - decimal.point, 0));
}

function exponential({digits, point}: Decimal, precision: number, letter: string): string {
	const exponent = digits === '' ? 0 : point - 1;
	const fraction = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, '0')}` : '';
	return `${digits[0] ?? '0'}${fraction}${letter}${signed(exponent)}`;
}

function positional({digits, point}: Decimal, precision: number): string {
	const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
	if (precision <= 0) return whole;
	const fraction = point > 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, precision)) + digits;
	return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`;
}

/** At least two digits and always a sign. */
function signed(exponent: number): string {
	return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function shortestDecimal(value: number): Decimal {
	if (value === 0) return {digits: '', point: 0};
	const [mantissa = '', exponent = ''] = value.toExponential().split('e');
	return {digits: mantissa.replace('.', ''), point: Number(exponent) + 1};
}

function exactDecimal(value: number): Decimal {
	if (value === 0) return {digits: '', point: 0};
	const {mantissa, exponent} = binaryParts(value);
	const digits = exponent >= 0 ? String(mantissa << BigInt(exponent)) : String(mantissa * 5n ** BigInt(-exponent));
	const point = exponent >= 0 ? digits.length : digits.length + exponent;
	return {digits: withoutZeros(digits), point};
}

function round({digits, point}: Decimal, count: number): Decimal {
	if (count >= digits.length) return {digits, point};
	if (count < 0) return {digits: '', point: 0};
	const kept = digits.slice(0, count);
	const rest = digits.slice(count);
	const isTie = rest === '5';
	const isOdd = count > 0 && Number(kept.at(-1)) % 2 === 1;
	if (isTie ? !isOdd : rest < '5') return kept === '' ? {digits: '', point: 0} : {digits: withoutZeros(kept), point};
	const raised = String(BigInt(`0${kept}`) + 1n).padStart(count, '0');
	return {digits: withoutZeros(raised), point: raised.length > count ? point + 1 : point};
}

function withoutZeros(digits: string): string {
	let end = digits.length;
	while (digits[end - 1] === '0') end--;
	return digits.slice(0, end);
}

/** A finite number as mantissa × 2^exponent, with 53 bits of mantissa unless it is subnormal. */
function binaryParts(value: number): {readonly mantissa: bigint; readonly exponent: number} {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, value);
	const bits = view.getBigUint64(0);
	const biased = Number((bits >> 52n) & 0x7ffn);
	const fraction = bits & 0xfffffffffffffn;
	return biased === 0
		? {mantissa: fraction, exponent: -1074}
		: {mantissa: fraction | (1n << 52n), exponent: biased - 1075};
}

function binary(value: number): string {
	const {mantissa, exponent} = binaryParts(value);
	return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

function hexadecimal(value: number, precision: number): string {
	if (value === 0) return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+00`;
	const parts = binaryParts(value);
	const shift = 53 - parts.mantissa.toString(2).length;
	let mantissa = parts.mantissa << BigInt(shift);
	let exponent = parts.exponent - shift + 52;
	if (precision >= 0 && precision < 13) {
		const dropped = BigInt(52 - precision * 4);
		const half = 1n << (dropped - 1n);
		const rest = mantissa & ((1n << dropped) - 1n);
		mantissa >>= dropped;
		if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++;
		mantissa <<= dropped;
		if (mantissa >> 53n === 1n) {
			mantissa >>= 1n;
			exponent++;
		}
	}

	const all = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
	const fraction = precision < 0 ? withoutZeros(all) : all.slice(0, precision).padEnd(precision, '0');
	return `0x1${fraction === '' ? '' : `.${fraction}`}p${signed(exponent)}`;
}
