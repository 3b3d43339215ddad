import {isRecord} from '../../objects/object.ts';

type Step = (value: unknown) => readonly unknown[];

/**
 * The first value at a simple JSONPath, as the printer columns of CRDs are: keys, `[*]`, `[0]` and one comparison with a
 * literal, e.g. `.status.conditions[?(@.type=="Ready")].status`. Undefined when there is none.
 */
export function valueAt(value: unknown, path: string): unknown {
	return stepsOf(path)
		.reduce<readonly unknown[]>((values, step) => values.flatMap(step), [value])
		.at(0);
}

const parsed = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
	const known = parsed.get(path);
	if (known) return known;
	const steps = [...path.matchAll(/\.([\w-]+)|\[\*\]|\[(\d+)\]|\[\?\(@\.([\w.-]+)==(.+?)\)\]/g)].map(
		([, key, index, field, literal]): Step => {
			if (key !== undefined) return value => present(at(value, key));
			if (index !== undefined) return value => present(itemsOf(value)[Number(index)]);
			if (field === undefined) return itemsOf;
			const wanted: unknown = JSON.parse((literal ?? '').replaceAll("'", '"'));
			return value => itemsOf(value).filter(item => field.split('.').reduce(at, item) === wanted);
		},
	);
	parsed.set(path, steps);
	return steps;
}

function at(value: unknown, key: string): unknown {
	return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function itemsOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function present(value: unknown): readonly unknown[] {
	return value === undefined || value === null ? [] : [value];
}
