const subdomain = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';

/** What is wrong with a name, in the words of apimachinery's `validation`; empty when nothing is. */
export function subdomainFaults(name: string): readonly string[] {
	return [
		...tooLong(name, 253, 'characters'),
		...mismatch(
			name,
			subdomain,
			"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', ",
		),
	];
}

/** As `subdomainFaults`, for names without dots: of namespaces and services. */
export function dnsLabelFaults(name: string): readonly string[] {
	if (name.includes('.')) return ['must not contain dots'];
	return [
		...tooLong(name, 63, 'characters'),
		...mismatch(
			name,
			label,
			"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', ",
		),
	];
}

/** What is wrong with the key of a label, an annotation or a finalizer. */
export function labelKeyFaults(key: string): readonly string[] {
	const [name = '', prefix, ...more] = key.split('/').toReversed();
	const words =
		"name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', ";
	if (more.length > 0) {
		return [
			`a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
		];
	}

	return [
		...(prefix === '' ? ['prefix part must be non-empty'] : []),
		...(prefix ? subdomainFaults(prefix).map(fault => `prefix part ${fault}`) : []),
		...(name === '' ? ['name part must be non-empty'] : tooLong(name, 63).map(fault => `name part ${fault}`)),
		...mismatch(name, qualifiedName, words),
	];
}

export function labelValueFaults(value: string): readonly string[] {
	return [
		...tooLong(value, 63),
		...mismatch(
			value,
			labelValue,
			"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', ",
		),
	];
}

function tooLong(value: string, most: number, unit = 'bytes'): readonly string[] {
	return value.length > most ? [`must be no more than ${most} ${unit}`] : [];
}

function mismatch(value: string, pattern: string, words: string): readonly string[] {
	return new RegExp(`^(?:${pattern})$`).test(value) ? [] : [`${words}regex used for validation is '${pattern}')`];
}
