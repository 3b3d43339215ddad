/** The elements of a list, nested or flat, in no order. Without recursion: what comes from outside may be nested deeply. */
export function* elementsOf(data: readonly unknown[]): Generator<unknown, void> {
	const left: unknown[][] = [data as unknown[]];
	for (let list = left.pop(); list !== undefined; list = left.pop()) {
		for (const element of list) {
			if (Array.isArray(element)) left.push(element);
			else yield element;
		}
	}
}

/** How many elements a list has, nested or flat. */
export function countElements(data: readonly unknown[]): number {
	let count = 0;
	for (const _ of elementsOf(data)) count++;
	return count;
}

/** How many elements a shape asks for; undefined for one that is none. */
export function elementsIn(shape: unknown): number | undefined {
	if (!Array.isArray(shape)) return undefined;
	const isShape = shape.every(size => Number.isSafeInteger(size) && size >= 0);
	return isShape ? (shape as readonly number[]).reduce((product, size) => product * size, 1) : undefined;
}

/** More levels than any model's values have; with thousands of them nothing could be written as JSON again. */
const mostLevels = 64;

/** Whether lists and objects lie in each other over more levels than are taken. Without recursion, as above. */
export function isNestedDeeply(data: readonly unknown[]): boolean {
	let level: object[] = [data];
	for (let depth = 0; depth < mostLevels && level.length > 0; depth++) {
		const next: object[] = [];
		for (const each of level) {
			for (const value of Array.isArray(each) ? (each as readonly unknown[]) : Object.values(each)) {
				if (typeof value === 'object' && value !== null) next.push(value);
			}
		}

		level = next;
	}

	return level.length > 0;
}
