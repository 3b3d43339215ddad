import type {GatewayAccess} from '../../inference/gateway-access.ts';
import type {Input} from '../../inference/input/input.ts';
import type {Outcome} from '../../inference/load.ts';
import type {Target} from '../../kube/target.ts';
import type {Bound, Pace} from '../../load/pace.ts';
import type {SampleTimes} from '../../load/sample.ts';
import type {ActionContext} from '../../runner/action-context.ts';

/** What a test needs: where the app is, and the way to its gateway. */
export interface TestContext extends ActionContext {
	readonly connect: () => Promise<Target>;
}

/** How much is sent when. */
export interface TestLoad {
	readonly pace: Pace;
	readonly bound: Bound;
	readonly warmupMs: number;
}

/** What is sent, how often, and whom to tell. */
export interface Test {
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Undefined for the model's inference path. */
	readonly path: string | undefined;
	/** The requests, which take turns; undefined makes one from the model's metadata. */
	readonly inputs: readonly Input[] | undefined;
	/** The model that is asked, in place of the app's, in path and body. */
	readonly model?: string | undefined;
	/** Whether V2's tensors are sent, and asked for, in binary. */
	readonly isBinary?: boolean;
	/** Whether inputs that the model does not take are left out. */
	readonly skipsBad?: boolean;
	readonly requests: number;
	/** How many requests are under way at a time. */
	readonly concurrency: number;
	/** At which pace and until when; undefined for `requests`, `concurrency` of them at a time. */
	readonly load?: TestLoad | undefined;
	/** For each answer, in milliseconds; 0 waits for ever. */
	readonly timeoutMs: number;
	/** Address of the gateway; undefined forwards a port. */
	readonly url: string | undefined;
	/** How that gateway is trusted, and the token of each request. */
	readonly access?: GatewayAccess | undefined;
	/** Whether what comes of it is kept for who promotes. */
	readonly isKept: boolean;
	/** Told each outcome of the run, and when it was due, sent and answered. */
	readonly onOutcome: (outcome: Outcome, times: SampleTimes) => void;
	/** Told when a request was due, in milliseconds, that was dropped because too many were under way. */
	readonly onDropped?: (dueMs: number) => void;
	/** Told, in a sentence, what a person should know of the answers. */
	readonly onRemark: (words: string) => void;
}
