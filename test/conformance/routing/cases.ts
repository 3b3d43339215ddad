import {actionCases} from './action-cases.ts';
import type {RoutingCase} from './case.ts';
import {httpRouteCases} from './http-route-cases.ts';
import {matchCases} from './match-cases.ts';

/** All cases. None depends on another, and no two have a host in common. */
export const virtualServiceCases: readonly RoutingCase[] = [...matchCases, ...actionCases];
export {httpRouteCases};
