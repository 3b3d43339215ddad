/** How it goes with a model or an image that a player of a memory cluster loads. */
export type LoadOutcome = 'ready' | 'slow' | 'broken';

/**
 * What a storageUri or image says of itself: `broken` never loads and `slow` has not yet; with `@NAME` in that object only, and with
 * `@NAME:3` there from generation 3 on.
 */
export function loadOutcome(text: unknown, name: string, generation: number): LoadOutcome {
	const [, outcome, only = name, from = '0'] = /(broken|slow)(?:@([\w-]+)(?::(\d+))?)?/.exec(String(text)) ?? [];
	if (outcome === undefined || only !== name || generation < Number(from)) return 'ready';
	return outcome as LoadOutcome;
}
