import type {Resource} from '../objects/resource.ts';

export interface Request {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** With its query; under the path of the server's own URL. */
	readonly path: string;
	/** What the request is about, for errors. */
	readonly resource: Resource;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly signal?: AbortSignal | undefined;
	/** Called right before the request is written into its connection; what it throws keeps it from being sent. */
	readonly guard?: (() => void) | undefined;
	/** A stream gets a connection of its own and may last as long as it likes, unless it is silent for longer than this. */
	readonly stream?: {readonly longestSilenceMs: number};
	/** How long its answer may be, unzipped. @default `mostObjectBytes` */
	readonly mostBytes?: number;
}

export type Headers = Readonly<Record<string, string | string[]>>;
