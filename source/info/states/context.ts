/** What a state depends on besides the app. */
export interface StateContext {
	/** Whether a daemon leads for a namespace. */
	readonly isLed: (namespace: string) => boolean;
	readonly now: Date;
	/** What a daemon said last of routes that it could not apply, where that was asked for. */
	readonly refusal?: string | undefined;
}
