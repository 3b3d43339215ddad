import type {AppInfo, VersionInfo} from '../info/app.ts';
import {describeDaemon, type DaemonInfo} from '../info/describe-daemon.ts';
import {releaseOf, startDaemon} from '../info/states/advice.ts';
import {commandText} from '../info/states/state.ts';
import {defaultDeadlineMs} from '../objects/defaults.ts';
import {finalizer} from '../objects/labels.ts';
import {toSeconds} from '../objects/lease.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {humanDuration} from '../print/age.ts';
import {listed} from '../print/listed.ts';
import type {CheckInput} from './check-input.ts';
import {argumentsFor, type Finding} from './finding.ts';
import {blindness, faultsHolding, heldObjects, lateRoutes, type HeldObject} from './held-objects.ts';

/** A drain takes no longer than this by default: a minute for the gateway, some seconds for requests under way. */
const longestDrainMs = 75_000;

/** How late a release may be, as clocks differ. */
const graceMs = 30_000;

/** What is said of an object besides that it is being deleted. */
interface Verdict extends Pick<Finding, 'severity' | 'todo'> {
	readonly why: string;
}

/** Objects that are being deleted and that our finalizer holds: for how long, and what holds them. */
export function finalizers(input: CheckInput): readonly Finding[] {
	return heldObjects(input).map(held => {
		const {object} = held;
		const daemon = describeDaemon(input.snapshot.leases, input.now, object.metadata.namespace);
		const heldMs = Math.max(0, input.now.getTime() - deletedAt(object));
		const {severity, why, todo} =
			unseen(held, input) ??
			(daemon && !daemon.isExpired ? heldBy(daemon, held, heldMs, input) : heldByNobody(held, input));
		const since = `${humanDuration(heldMs)} (since ${object.metadata.deletionTimestamp})`;
		const what = `it is being deleted for ${since}, has the finalizer ${finalizer}, and ${why}`;
		return {severity, object: titleOf(object), what, todo};
	});
}

function unseen(held: HeldObject, input: CheckInput): Verdict | undefined {
	const blind = blindness(held, input);
	if (blind === undefined) return undefined;
	return {severity: 'broken', why: `${blind}, so that no daemon releases it`, todo: takeOut(held.object)};
}

/** A daemon that is at work holds an object as long as its drain takes, or until its deadline. */
function heldBy({holder}: DaemonInfo, held: HeldObject, heldMs: number, input: CheckInput): Verdict {
	const {object, apps} = held;
	const reasons = [...faultsHolding(held, input), ...lateRoutes(held)];
	const drain = apps.length === 0 ? 'no routemap names it' : 'its routes are without it';
	const what = reasons.length === 0 ? drain : listed(reasons);
	const end = toSeconds(new Date(deletedAt(object) + defaultDeadlineMs));
	if (heldMs > defaultDeadlineMs + graceMs) {
		return {
			severity: 'broken',
			why: `daemon ${holder} has not let it go, though its deadline was ${end}: ${what}`,
			todo: `see in the daemon's log why, and whether it may patch this kind; ${takeOut(object)}`,
		};
	}

	const isUsual = reasons.length === 0 && heldMs <= longestDrainMs;
	return {
		severity: isUsual ? 'note' : 'warning',
		why: `daemon ${holder} holds it, until ${end} at most unless its --deadline says otherwise: ${what}${reasons.length === 0 ? ', and requests under way get their time' : ''}`,
		todo: isUsual ? 'wait' : 'repair what holds it, or wait until then',
	};
}

function heldByNobody(held: HeldObject, input: CheckInput): Verdict {
	if (input.snapshot.hiddenLeases.length > 0) {
		return {
			severity: 'warning',
			why: 'whether a daemon is there to release it is not to be seen',
			todo: 'have someone run check who may read leases',
		};
	}

	const faults = faultsHolding(held, input);
	const [release] = versionsHeld(held).flatMap(({app, version}) => releaseOf(app, version));
	const abort = release ? `, or run ${commandText(release.command)}` : '';
	return {
		severity: 'broken',
		why: `no daemon is there to release it${faults.length === 0 ? '' : `; besides, ${listed(faults)}`}`,
		todo: `start ${commandText(startDaemon('start one', held.object.metadata.namespace).command)}${abort}`,
	};
}

/** The versions that an object is of, each with its app. */
function versionsHeld({object, apps}: HeldObject): readonly {readonly app: AppInfo; readonly version: VersionInfo}[] {
	return apps.flatMap(({info, routemap, types}) =>
		info.versions
			.filter((_, index) =>
				routemap?.versions[index]?.resources.some(
					({gvrShort, namespace, name}) =>
						types.get(gvrShort)?.resource.kind === object.kind &&
						namespace === object.metadata.namespace &&
						name === object.metadata.name,
				),
			)
			.map(version => ({app: info, version})),
	);
}

function takeOut(object: KubeObject): string {
	return `kubectl edit ${object.kind.toLowerCase()} ${argumentsFor(object)}, and take out the finalizer, ends it`;
}

function deletedAt({metadata}: KubeObject): number {
	return Date.parse(metadata.deletionTimestamp ?? '');
}
