import type {Address} from '../testbed/address.ts';
import type {RequestRecord} from './record.ts';

/** The inference protocol that a model speaks. */
export type Protocol = 'v1' | 'v2';

/** What the generator process is started with. */
export interface GeneratorOptions {
	readonly gateway: Address;
	readonly host: string;
	readonly path: string;
	/** Requests a second at most; fewer where the machine keeps up with no more. */
	readonly atMost: number;
	/** Requests a second in any case. */
	readonly rate?: number;
	readonly phase: string;
	readonly maxSeconds: number;
	readonly maxRequests: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly versionHeader: string;
	readonly protocol: Protocol;
}

/** A message to the generator process. */
export interface Order {
	readonly id: number;
	readonly verb: 'mark' | 'sent' | 'stop';
	readonly phase?: string;
	readonly count?: number;
}

/** Its answer; 0 is the id of the word that it has begun. */
export interface Word {
	readonly id: number;
	readonly records?: readonly RequestRecord[];
}
