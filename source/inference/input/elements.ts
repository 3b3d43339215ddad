/** How many elements a list has, nested or flat. Without recursion: what comes from outside may be nested deeply. */
export function countElements(data: readonly unknown[]): number {
	let count = 0;
	const left: unknown[][] = [data as unknown[]];
	for (let list = left.pop(); list !== undefined; list = left.pop()) {
		for (const element of list) {
			if (Array.isArray(element)) left.push(element);
			else count++;
		}
	}

	return count;
}

/** How many elements a shape asks for; undefined for one that is none. */
export function elementsIn(shape: unknown): number | undefined {
	if (!Array.isArray(shape)) return undefined;
	const isShape = shape.every(size => Number.isSafeInteger(size) && size >= 0);
	return isShape ? (shape as readonly number[]).reduce((product, size) => product * size, 1) : undefined;
}
