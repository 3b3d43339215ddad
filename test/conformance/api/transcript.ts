/** What a script asked, and what it was answered; the normalised form is what is compared. */
export interface Entry {
	readonly request: string;
	/** HTTP status, or the exit code of kubectl. */
	readonly code: number;
	readonly body: unknown;
	readonly warnings?: readonly string[];
}

export type Transcript = readonly Entry[];
