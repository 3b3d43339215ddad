import type {VersionInfo} from '../info/app.ts';
import type {Outcome} from './explanation.ts';

/** Iter8's KServe routes put this in place of the prefix `/`, so that only `/` itself becomes a path that a model server has. */
const spoiltPath = /^\/v2\/models\/[^/]+\/infer[^?]/;

/** An outcome as far as its version can bring it about: one that does not serve is sent the request and answers nothing. */
export function asFarAsServed(outcome: Outcome, versions: readonly VersionInfo[]): Outcome {
	const found = versions.find(({title}) => title === outcome.version);
	if (!found || found.isAvailable || found.phase === 'leaving') return outcome;
	return {...outcome, kind: 'unserved', summary: `sent to ${found.title}, which cannot answer`};
}

/** Why an outcome that looks well may yet be none; sentences without full stops. */
export function doubtsAbout({version, passes}: Outcome, versions: readonly VersionInfo[]): readonly string[] {
	const found = versions.find(({title}) => title === version);
	const path = passes.at(-1)?.sent.path ?? '';
	return [
		...(found && !found.isAvailable ? [unableWords(found)] : []),
		...(spoiltPath.test(path) ? [`no model server has the path ${path}; under this route only the path / works`] : []),
	];
}

function unableWords({title, phase, reason}: VersionInfo): string {
	return phase === 'leaving'
		? `${title} is being deleted and answers it only until it is gone`
		: `${title} cannot take it: ${reason}`;
}
