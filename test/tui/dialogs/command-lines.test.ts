import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {parse} from '../../../source/options/parse.ts';
import {verbs} from '../../../source/verbs/verbs.ts';

/** What the other tests here see in the log, one of each verb. */
test.each([
	'kubectl iter8 init wisdom --match x-team=nlp -n models',
	'kubectl iter8 init wisdom --strategy blue-green --weights 9,1 --app-type kserve-knative --model-name wisdom -n models',
	'kubectl iter8 deploy wisdom --template sklearn --storage-uri gs://models/broken --version v2 --wait -n models',
	'kubectl iter8 deploy wisdom --storage-uri gs://models/wisdom/1 --model-name wisdom --wait -n models',
	'kubectl iter8 weights wisdom 50 50 -n models',
	'kubectl iter8 promote wisdom --skip-test -n models',
	'kubectl iter8 abort wisdom -n models',
	'kubectl iter8 cleanup wisdom --all -n models',
	"kubectl iter8 send-test wisdom --requests 200 --concurrency 2 --path /v2/models/wisdom/infer --header 'traffic: test' -n models",
	'kubectl iter8 compare wisdom wisdom-1 --filename digits.jsonl --requests 700 --margin 2% --sequential -n models',
	"kubectl iter8 explain wisdom --header 'traffic: test' --path /v2 --method GET -n models",
	'kubectl iter8 watch --all-namespaces --context prod',
])('the verb takes %s', line => {
	const printed = execFileSync('bash', ['-c', `kubectl() { printf '%s\\0' "$@"; }; ${line}`], {encoding: 'utf8'});
	expect(parse(verbs, printed.split('\0').slice(1, -1))).toMatchObject({verb: line.split(' ')[2]});
});
