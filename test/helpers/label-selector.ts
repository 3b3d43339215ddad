/** Whether labels meet a selector in kubectl's notation: `a=b,c!=d,e in (x,y),f notin (z),g,!h`. */
export function matchesLabels(labels: Readonly<Record<string, string>>, selector: string | undefined): boolean {
	return requirementsOf(selector ?? '').every(requirement => meets(labels, requirement));
}

function requirementsOf(selector: string): readonly string[] {
	return selector
		.split(/,(?![^(]*\))/)
		.map(requirement => requirement.trim())
		.filter(requirement => requirement !== '');
}

function meets(labels: Readonly<Record<string, string>>, requirement: string): boolean {
	const [, setKey = '', operator, list = ''] = /^(\S+)\s+(in|notin)\s+\((.*)\)$/.exec(requirement) ?? [];
	if (operator) {
		const isListed = list.split(',').some(value => value.trim() === labels[setKey]);
		return isListed === (operator === 'in');
	}

	const [, key = '', sign, value] = /^([^!=]+?)\s*(==?|!=)\s*(.*)$/.exec(requirement) ?? [];
	if (sign) return (labels[key] === value) === (sign !== '!=');
	return requirement.startsWith('!') ? !(requirement.slice(1) in labels) : requirement in labels;
}
