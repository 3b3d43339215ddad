/** What a condition says: it holds, or what is still awaited. */
export type Awaited = true | string;
