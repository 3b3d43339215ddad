import {expect, test} from 'vitest';
import {verbUsage} from '../../source/options/usage.ts';
import {watchVerb} from '../../source/verbs/watch/flags.ts';

test('a flag without a default says what its value is', () => {
	const forms = verbUsage('watch', watchVerb).match(/^ {2}(?:-.,|   ) --.*$/gm);
	expect(forms?.map(form => form.trim())).toEqual([
		'-A, --all-namespaces',
		'--allow-hosts=HOST,HOST',
		'--allow-kinds=NAME,NAME',
		'--allow-namespaces=NAMESPACE,NAMESPACE',
		'--concurrency=8',
		'--config=FILE',
		'--deadline=300s',
		'--drain=5s',
		'--hold=120s',
		'--lease-namespace=NAMESPACE',
		'--probe-url=URL',
		'--resync=DURATION',
		'--rollouts',
	]);
});
