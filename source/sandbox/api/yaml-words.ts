import type {YamlError} from '../../routemap/yaml.ts';

/** What the API server's YAML reader (sigs.k8s.io/yaml) says of a text that cannot be read, as near as this one's fault tells. */
export function yamlWords(text: string, {message, line}: YamlError): string {
	if (!/flow collection|deficient indentation/.test(message))
		return `yaml: ${line === undefined ? '' : `line ${line}: `}${message.replace(/^line \d+, column \d+: /, '')}`;
	const start = `yaml: line ${line ?? 1}: did not find expected`;
	if (/[{[,:]\s*$/.test(text)) return `${start} node content`;
	return `${start} ',' or '${text.lastIndexOf('{') > text.lastIndexOf('[') ? '}' : ']'}'`;
}
