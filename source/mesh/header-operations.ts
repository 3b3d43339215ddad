/** What is done to headers, in this order: remove, set, add. Names in lower case. */
export interface HeaderOperations {
	readonly remove: readonly string[];
	readonly set: ReadonlyMap<string, string>;
	readonly add: ReadonlyMap<string, string>;
}

/** What a rule or a destination does to the headers of requests and answers. */
export interface HeaderChanges {
	/** The Host that requests get. */
	readonly authority: string | undefined;
	readonly request: HeaderOperations;
	readonly response: HeaderOperations;
}

export const noOperations: HeaderOperations = {remove: [], set: new Map(), add: new Map()};

/** Host and what begins with a colon is no header to Istio: of the first it makes a rewrite, the others it drops. */
export function headerChanges(request: HeaderOperations, response: HeaderOperations): HeaderChanges {
	const hosts = [request.set, request.add].flatMap(map => [map.get('host'), map.get(':authority')]);
	return {
		authority: hosts.find(host => host !== undefined && host !== ''),
		request: withoutInternal(request),
		response: withoutInternal(response),
	};
}

function withoutInternal({remove, set, add}: HeaderOperations): HeaderOperations {
	const isPlain = (name: string): boolean => name !== 'host' && !name.startsWith(':');
	const plain = (map: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
		new Map([...map].filter(([name]) => isPlain(name)));
	return {remove: remove.filter(isPlain), set: plain(set), add: plain(add)};
}

/** A header field, as it stands in a message; a name may come several times. */
export type Header = readonly [name: string, value: string];

/** Headers after the operations were carried out, one list of operations after the other. */
export function changeHeaders(headers: readonly Header[], steps: readonly HeaderOperations[]): readonly Header[] {
	let changed = headers;
	for (const {remove, set, add} of steps) {
		const gone = new Set([...remove, ...set.keys()]);
		changed = [...changed.filter(([name]) => !gone.has(name.toLowerCase())), ...set, ...add];
	}

	return changed;
}

/** The operations of a rule and of its only destination, which Istio makes into one list: the destination's come later. */
export function joinOperations(rule: HeaderOperations, destination: HeaderOperations): readonly HeaderOperations[] {
	const {remove, set, add} = destination;
	return [
		{remove: [...rule.remove, ...remove], set: new Map([...rule.set, ...set]), add: rule.add},
		{remove: [], set: new Map(), add},
	];
}
