import {startTestbed} from './testbed.ts';

// started, and killed, by testbed.test.ts
const {runDir, pids} = await startTestbed();
console.log(JSON.stringify({runDir, pids}));
setInterval(() => undefined, 60_000);
