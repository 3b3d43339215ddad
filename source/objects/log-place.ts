/** A container of a pod, which writes a log. */
export interface LogPlace {
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
}
