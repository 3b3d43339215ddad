import {expect, test} from 'vitest';
import {decide, type Decision, type Facts} from '../../source/rollout/decide.ts';
import type {Executor, RolloutRecord} from '../../source/rollout/record.ts';

const record: RolloutRecord = {
	id: '1',
	action: 'promote',
	title: 'promote wisdom-1 of wisdom',
	by: 'ada',
	startedAt: '2026-01-01T11:59:00Z',
	phase: 'running',
	steps: [{type: 'wait-weights', app: 'wisdom'}],
	step: 0,
	timeoutMs: 1000,
	results: [],
	words: '',
};

const facts: Facts = {identity: 'me', now: new Date('2026-01-01T12:00:00Z'), unchangedMs: 0};

function held(by: Partial<Executor>): Pick<RolloutRecord, 'executor'> {
	return {executor: {name: 'other', isDaemon: true, renewedAt: '2026-01-01T11:59:59Z', ...by}};
}

const since = (time: string): Decision => ({
	to: 'stop',
	reason: `nobody was at it since ${time}: go on with the same verb again, or go back`,
});

test.each<readonly [string, Partial<RolloutRecord>, Partial<Facts>, Decision]>([
	['that nobody is at', {}, {}, {to: 'do'}],
	['that another has just renewed', held({}), {}, {to: 'wait', ms: 30_000}],
	['that another renewed a while ago', held({}), {unchangedMs: 29_000}, {to: 'wait', ms: 1000}],
	['that another has lost', held({}), {unchangedMs: 30_000}, {to: 'do'}],
	['of one whose clock is behind', held({renewedAt: '2026-01-01T11:30:00Z'}), {}, {to: 'wait', ms: 30_000}],
	['of one whose clock is ahead', held({renewedAt: '2026-01-02T12:00:00Z'}), {unchangedMs: 30_000}, {to: 'do'}],
	['that we lost sight of', held({name: 'me'}), {}, {to: 'do'}],
	['that nobody is at for an hour', {startedAt: '2026-01-01T11:00:00Z'}, {}, since('2026-01-01T11:00:00Z')],
	['of no time', {startedAt: 'noon'}, {}, since('noon')],
	['that was done', {phase: 'done'}, {}, {to: 'nothing'}],
	['that was declined', {phase: 'declined'}, {}, {to: 'nothing'}],
	['of another action', {action: 'deploy'}, {}, {to: 'nothing'}],
])('of a record %s a daemon makes what is right', (_, change, known, decision) => {
	expect(decide({...record, ...change}, {...facts, ...known})).toEqual(decision);
});
