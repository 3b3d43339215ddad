/** Reason of the daemon's Events about a routemap that cannot be followed: it does not parse, or its routes are refused. */
export const routemapFault = 'RoutemapFault';
/** Reason of its Events about a route that it applied. */
export const routeApplied = 'RouteApplied';
