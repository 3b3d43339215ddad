/** What the API server of `bench:tui` is told. */
export type ToServer =
	| {readonly type: 'changes'; readonly perSecond: number}
	/** Give the primary of an app another version label. */
	| {readonly type: 'label'; readonly app: string; readonly label: string}
	| {readonly type: 'end'};

/** What it tells. */
export type FromServer =
	| {readonly type: 'ready'; readonly kubeconfig: string}
	/** When the label was written, in milliseconds since 1970 with fractions. */
	| {readonly type: 'labelled'; readonly label: string; readonly at: number};
