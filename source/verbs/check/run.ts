import {setImmediate} from 'node:timers/promises';
import {modelsWithoutApp} from '../../actions/models-without-app.ts';
import type {CheckInput} from '../../check/check-input.ts';
import {check, checked} from '../../check/check.ts';
import {isPressing, type Finding, type Severity} from '../../check/finding.ts';
import {readCheckInput} from '../../check/read/read-check-input.ts';
import {refuseMissingNamespace} from '../../kube/missing-namespace.ts';
import {noSuchApp} from '../../kube/no-such-app.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {paint, type Tone} from '../../print/color.ts';
import {escapeLine} from '../../print/escape.ts';
import {listed} from '../../print/listed.ts';
import {formatJson} from '../../print/objects.ts';
import {reachOf} from '../reach-of.ts';
import type {checkVerb} from './flags.ts';

const tones: Readonly<Record<Severity, Tone>> = {broken: 'bad', warning: 'waiting', note: 'faint'};

/** Prints what is wrong and what to do. Exits with 1 when something is broken, or an app, or the daemon, is in a state in which something is to be done. */
export async function run(options: OptionsOf<typeof checkVerb>): Promise<number | void> {
	const {flags, streams, signal, now, color} = options;
	const [app] = options.arguments;
	if (app !== undefined && flags.allNamespaces) throw new UsageError('APP cannot be given with --all-namespaces');
	const target = await options.connect();
	const namespace = flags.allNamespaces ? undefined : target.namespace;
	const input = await readCheckInput(target.cluster, {namespace, app}, now(), signal, reachOf(flags));
	if (app !== undefined && input.apps.length === 0) {
		const {types} = input.snapshot.settingsIn(target.namespace);
		throw await noSuchApp({...target, types, signal}, app);
	}
	if (input.apps.length === 0 && namespace !== undefined)
		await refuseMissingNamespace(target.cluster, namespace, signal);
	if (input.apps.length === 0 && input.lost.length === 0 && flags.output !== 'json') {
		const hint = await modelsWithoutApp(target.cluster, namespace, signal);
		if (hint !== undefined) streams.stderr.write(`${escapeLine(hint)}\n`);
	}

	const findings = await inTurns(check(input), signal);
	const json = {kind: 'FindingList', apps: input.apps.length, checked, items: findings};
	streams.stdout.write(flags.output === 'json' ? formatJson(json) : formatFindings(findings, input, color));
	return findings.some(isPressing) ? 1 : undefined;
}

/** The result of work that stops now and then: signals are heard meanwhile, and end it. */
async function inTurns<T>(work: Generator<undefined, T>, signal: AbortSignal): Promise<T> {
	for (;;) {
		const {done, value} = work.next();
		if (done) return value;
		await setImmediate();
		signal.throwIfAborted();
	}
}

function formatFindings(findings: readonly Finding[], {apps}: CheckInput, color: boolean): string {
	const blocks = findings.map(({severity, object, what, todo}) => {
		const word = color ? paint(severity, tones[severity]) : severity;
		return `${word}: ${escapeLine(`${object}: ${what}`)}\n  ${escapeLine(todo)}\n\n`;
	});
	const counts = (['broken', 'warning', 'note'] as const).flatMap(severity => {
		const count = findings.filter(finding => finding.severity === severity).length;
		if (count === 0) return [];
		return [severity === 'broken' || count === 1 ? `${count} ${severity}` : `${count} ${severity}s`];
	});
	const isGood = findings.every(({severity}) => severity === 'note');
	const where = apps.length === 1 ? '1 app' : `${apps.length} apps`;
	const summary = [...(isGood ? [`nothing is wrong with ${listed(checked)}`] : []), counts.join(', ')]
		.filter(Boolean)
		.join('; ');
	return `${blocks.join('')}${where} checked: ${summary}\n`;
}
