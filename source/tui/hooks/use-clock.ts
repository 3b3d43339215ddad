import {useEffect, useState} from 'react';

/** The time, again every second or in another interval of milliseconds. */
export function useClock(now: () => Date, intervalMs = 1000): Date {
	const [time, setTime] = useState(now);
	useEffect(() => {
		const timer = setInterval(() => setTime(now()), intervalMs);
		return () => clearInterval(timer);
	}, [now, intervalMs]);
	return time;
}
