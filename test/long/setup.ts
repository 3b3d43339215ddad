import * as fc from 'fast-check';
import {randomCases} from '../helpers/random-cases.ts';

fc.configureGlobal({seed: Number(process.env['ITER8_SEED']), numRuns: randomCases(100)});
