/** What Kubernetes lets an object be called (Kubernetes, "Object Names and IDs"). */
export type NameRule = 'RFC 1035 label' | 'RFC 1123 label' | 'RFC 1123 subdomain';

const rules: Readonly<Record<NameRule, {readonly pattern: RegExp; readonly longest: number; readonly words: string}>> =
	{
		'RFC 1035 label': {
			pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
			longest: 63,
			words: 'lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit',
		},
		'RFC 1123 label': {
			pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
			longest: 63,
			words: 'lower-case letters, digits and "-", beginning and ending with a letter or digit',
		},
		'RFC 1123 subdomain': {
			pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
			longest: 253,
			words: 'lower-case letters, digits, "-" and ".", each part beginning and ending with a letter or digit',
		},
	};

/**
 * Why no object may have a name, as the end of a sentence that begins with the name; undefined when it may.
 * @param room Characters that are added to the name in other objects' names of the same rule.
 */
export function nameFault(name: string, rule: NameRule, room = 0): string | undefined {
	const {pattern, longest, words} = rules[rule];
	if (!pattern.test(name)) return `is not made of ${words}`;
	const most = longest - room;
	return name.length > most ? `has ${name.length} characters; at most ${most} fit` : undefined;
}
