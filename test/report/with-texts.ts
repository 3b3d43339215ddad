import * as fc from 'fast-check';

/** A value with each text in it replaced; names of fields stay, and so do the words of fixed sets that code decides by. */
export function withTexts<Value>(value: Value, replace: (text: string) => string): Value {
	return replaced(value, replace) as Value;
}

const decided = new Set([
	'verdict',
	'decidedBy',
	'kind',
	'rule',
	'quantile',
	'of',
	'difference',
	'looks',
	'seen',
	'outcome',
]);

function replaced(value: unknown, replace: (text: string) => string): unknown {
	if (typeof value === 'string') return replace(value);
	if (Array.isArray(value)) return value.map(element => replaced(element, replace));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, field]) => [name, decided.has(name) ? field : replaced(field, replace)]),
	);
}

/** What would break out of a text, an attribute, a style or a path, if it could. */
export const hostileText = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'<script>alert(1)</script>',
				'"><img src=x onerror=alert(1)>',
				"' onload='alert(1)",
				'</style><style>*{display:none}',
				'</svg><iframe srcdoc="x">',
				'<!-- ',
				']]>',
				'{a|b}',
				'{value}',
				'%s',
				'\n',
				'\u202E',
				'\u0000',
				'&lt;',
				'&#60;',
				'javascript:',
				'`',
			),
			fc.string({unit: 'binary'}),
		),
		{maxLength: 5},
	)
	.map(parts => parts.join(''));
