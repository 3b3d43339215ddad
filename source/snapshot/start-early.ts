import type {Follow, Snapshot, SnapshotListener} from '../info/snapshot.ts';

/**
 * Begins to follow a cluster at once, for whoever comes to listen later: the first listener is told what is known by then and
 * goes on from there; a later one begins anew.
 */
export function startEarly(follow: Follow): Follow {
	let listener: SnapshotListener | undefined;
	let snapshot: Snapshot | undefined;
	let trouble: Error | undefined;
	const end = follow({
		onSnapshot(news) {
			if (listener) listener.onSnapshot(news);
			else snapshot = news;
		},
		onTrouble(news) {
			if (listener) listener.onTrouble(news);
			else trouble = news;
		},
	});
	return given => {
		if (listener) return follow(given);
		listener = given;
		if (snapshot) given.onSnapshot(snapshot);
		if (trouble) given.onTrouble(trouble);
		snapshot = undefined;
		return end;
	};
}
