import type {Prometheus} from '../metrics/prometheus/client.ts';
import {UsageError} from '../objects/usage-error.ts';

/** The Prometheus that `--prometheus` names. Rejects with a UsageError for what is no address of one. */
export async function prometheusAt(url: string): Promise<Prometheus> {
	const {openPrometheus} = await import('../metrics/prometheus/client.ts');
	try {
		return openPrometheus(url);
	} catch (error) {
		throw new UsageError(`--prometheus: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
	}
}
