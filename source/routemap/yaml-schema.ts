import {
	boolYaml11Tag,
	defineScalarTag,
	mapTag,
	mergeTag,
	NOT_RESOLVED,
	nullYaml11Tag,
	Schema,
	seqTag,
	strTag,
} from 'js-yaml';

const prefix = 'tag:yaml.org,2002:';
const wholeNumber = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const decimalNumber = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const noNumber = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const signs = ['-', '+'];
const digits = Array.from('0123456789');

/** Whole numbers, beyond 64 bits only in decimal form; a leading 0 means base 8. */
const intTag = defineScalarTag<number>(`${prefix}int`, {
	implicit: true,
	implicitFirstChars: [...signs, ...digits],
	resolve: source => {
		const plain = source.replaceAll('_', '');
		if (!wholeNumber.test(plain)) return NOT_RESOLVED;
		const isNegative = plain.startsWith('-');
		const magnitude = plain.replace(/^[-+]/, '');
		const value = Number(/^0[0-7]/.test(magnitude) ? `0o${magnitude.slice(1)}` : magnitude.toLowerCase());
		if (value >= 2 ** 64 && magnitude.startsWith('0')) return NOT_RESOLVED;
		return isNegative && value !== 0 ? -value : value;
	},
	identify: () => false,
});

const floatTag = defineScalarTag<number>(`${prefix}float`, {
	implicit: true,
	implicitFirstChars: [...signs, ...digits, '.'],
	resolve: source => {
		if (noNumber.test(source)) throw new Error(`${source} is no number that JSON knows`);
		const plain = source.replaceAll('_', '');
		const value = decimalNumber.test(plain) ? Number(plain) : Number.NaN;
		return Number.isFinite(value) ? value : NOT_RESOLVED;
	},
	identify: () => false,
});

/**
 * What values mean to Kubernetes (sigs.k8s.io/yaml over go-yaml v2): booleans and numbers of YAML 1.1, but nothing of base 60, no
 * dates, and a text for whatever has a tag that it does not know.
 */
export const kubernetesSchema = new Schema([
	strTag,
	seqTag,
	mapTag,
	nullYaml11Tag,
	boolYaml11Tag,
	intTag,
	floatTag,
	mergeTag,
	defineScalarTag<string>('', {matchByTagPrefix: true, resolve: source => source, identify: () => false}),
	{...seqTag, tagName: '', matchByTagPrefix: true},
	{...mapTag, tagName: '', matchByTagPrefix: true},
]);
