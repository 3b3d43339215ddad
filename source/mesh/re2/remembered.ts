/**
 * A function of texts that keeps what it found for each. Once all of that is larger than so much, it forgets it and begins anew.
 * @param sizeOf What a text and what was found for it are counted for.
 */
export function remembered<T>(
	find: (text: string) => T,
	{most, sizeOf}: {readonly most: number; readonly sizeOf: (text: string, found: T) => number},
): (text: string) => T {
	const cache = new Map<string, T>();
	let size = 0;
	return text => {
		if (cache.has(text)) return cache.get(text) as T;
		const found = find(text);
		size += sizeOf(text, found);
		if (size > most) {
			cache.clear();
			size = sizeOf(text, found);
		}

		cache.set(copyOf(text), found);
		return found;
	};
}

/** A text of its own: one that was cut out of another keeps all of that in memory. */
function copyOf(text: string): string {
	return Buffer.from(text, 'utf16le').toString('utf16le');
}
