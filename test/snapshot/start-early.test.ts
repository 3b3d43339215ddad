import {expect, test} from 'vitest';
import type {Snapshot, SnapshotListener} from '../../source/info/snapshot.ts';
import {startEarly} from '../../source/snapshot/start-early.ts';

const snapshot = (name: string) => ({missingKinds: [name]}) as unknown as Snapshot;

/** A follow that is told by hand, and what its listeners heard. */
function create() {
	const listeners: SnapshotListener[] = [];
	const ended: number[] = [];
	const follow = startEarly(listener => {
		const index = listeners.push(listener) - 1;
		return () => ended.push(index);
	});
	const heard: string[] = [];
	const listener: SnapshotListener = {
		onSnapshot: ({missingKinds}) => heard.push(missingKinds.join()),
		onTrouble: error => heard.push(error?.message ?? 'well'),
	};
	return {listeners, ended, follow, heard, listener};
}

test('it begins before anybody listens, and tells the first listener what is known by then', () => {
	const {listeners, follow, heard, listener} = create();
	expect(listeners).toHaveLength(1);
	listeners[0]?.onSnapshot(snapshot('one'));
	listeners[0]?.onTrouble(new Error('away'));
	listeners[0]?.onSnapshot(snapshot('two'));
	follow(listener);
	expect(heard).toEqual(['two', 'away']);
	listeners[0]?.onTrouble(undefined);
	listeners[0]?.onSnapshot(snapshot('three'));
	expect(heard).toEqual(['two', 'away', 'well', 'three']);
	expect(listeners).toHaveLength(1);
});

test('the end of the first listener ends what has begun, and the next one begins anew', () => {
	const {listeners, ended, follow, heard, listener} = create();
	follow(listener)();
	expect(ended).toEqual([0]);
	const end = follow(listener);
	expect(listeners).toHaveLength(2);
	listeners[1]?.onSnapshot(snapshot('again'));
	expect(heard).toEqual(['again']);
	end();
	expect(ended).toEqual([0, 1]);
});
