import {useEffect, useState} from 'react';

/** The time, again every second. */
export function useClock(now: () => Date): Date {
	const [time, setTime] = useState(now);
	useEffect(() => {
		const timer = setInterval(() => setTime(now()), 1000);
		return () => clearInterval(timer);
	}, [now]);
	return time;
}
