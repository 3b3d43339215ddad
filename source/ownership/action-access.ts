
/** What the terminal UI can do to an app, by the name of the verb that does the same. */
export type ActionName = 'init' | 'deploy' | 'weights' | 'promote' | 'abort' | 'cleanup' | 'send-test' | 'watch';

/** Actions that may not be done, each with the reason in a sentence: `you may not patch virtualservices in namespace models`. */
export type Forbidden = ReadonlyMap<ActionName, string>;
