/** What happens to a step, by its place in the plan; how a step fails is how the plan does. */
export interface Transition {
	readonly type: 'began' | 'progressed' | 'done';
	readonly step: number;
	/** What it waits for, or its result; empty when it begins. */
	readonly words: string;
}

export type OnTransition = (transition: Transition) => void;
