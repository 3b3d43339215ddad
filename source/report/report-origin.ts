import type {Origin} from './page.ts';

/** What a result does not say itself, and a colleague asks. */
export interface ReportOrigin {
	readonly app: string;
	readonly namespace: string;
	/** The command that made the report, as one types it in a shell, without secrets. */
	readonly command: string;
	/** `kubectl-iter8 0.1.0`. */
	readonly program: string;
	/** When it was made, as ISO 8601 has it. */
	readonly madeAt: string;
}

/** The end of a page. */
export function originOf({app, namespace, command, program, madeAt}: ReportOrigin, facts: Origin['facts']): Origin {
	const time = `${madeAt.slice(0, 16).replace('T', ' ')} UTC`;
	return {command, made: `${program}, ${time}`, facts: [['App', `${app} in namespace ${namespace}`], ...facts]};
}
